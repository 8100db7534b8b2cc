// Reads cases of [data, pasted keys, "none" | "no-ed25519" | "all"] and prints the report of each, with Node's WebCrypto.
const { readFileSync } = require("node:fs");
const { webcrypto } = require("node:crypto");
const { examine } = require(process.argv[2]);

const withoutEd25519 = {
  digest: (...rest) => webcrypto.subtle.digest(...rest),
  importKey: () => Promise.reject(new Error("Unrecognized name.")),
};
const offered = { none: undefined, "no-ed25519": withoutEd25519, all: webcrypto.subtle };

(async () => {
  const cases = JSON.parse(readFileSync(process.argv[3], "utf8"));
  const reports = [];
  for (const [data, pasted, subtle] of cases) reports.push(await examine(data, pasted, offered[subtle]));
  process.stdout.write(JSON.stringify(reports));
})();
