#!/bin/sh
# Make the passwords of a deployment that has none yet: deploy/secrets.sh, then docker compose up. Only the owner of the
# folder gets at the files; inside the containers, where each is mounted by itself, any user may read its own.
set -eu
folder="${1:-secrets}"
mkdir -p "$folder"
chmod 700 "$folder"
for name in owner intake keeper auditor; do
    test -e "$folder/$name" && continue
    head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$folder/$name.new"
    chmod 644 "$folder/$name.new"
    mv "$folder/$name.new" "$folder/$name" # whole or not at all
done
