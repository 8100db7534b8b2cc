#!/bin/sh
# Run once by the PostgreSQL container, when its database is new: the users that our services work as. What each may do
# is granted by `saksi postgres init`.
set -eu
for role in intake keeper auditor; do
    psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
        --set role="$role" --set password="$(cat "/run/secrets/$role")" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
SQL
done
