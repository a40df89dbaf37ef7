// How `npm test` runs the tests. A single file runs with ../.mocharc.json.
const { readdirSync } = require("node:fs");
const { join } = require("node:path");
const single = require("../.mocharc.json");

/**
 * The order in which files start, by how their paths begin; the others follow by name. Files that take long come first, so that no
 * process is left with one at the end. In each list the first file mostly waits, and the others together work for about twice as
 * long. So one of the three processes waits while two work.
 */
const ORDER = [
  [
    "service/service",
    "offline/command/everyOption",
    "offline/page/",
    "offline/command/plan",
    "offline/engine/",
    "policy/assets/",
    "policy/disabledRules",
  ],
  [
    "scripts/rotation/twilio",
    "aws-rules/",
    "offline/command/",
    "offline/analyzer/",
    "packages/",
    "offline/config/",
    "offline/difference/",
    "offline/",
  ],
  [
    "calls/rehearsal",
    "policy/corpus",
    "policy/deepInputs",
    "emulator/signals/",
    "program/preload",
    "emulator/access/trialRun",
    "policy/linear",
    "recipes/",
  ],
  [
    "emulator/access/watch",
    "scripts/cost/",
    "emulator/secret/",
    "policy/plan/",
    "scripts/rotation/rotate",
    "policy/rememberedTexts",
    "policy/properties",
  ],
  ["emulator/faults", "scripts/rotation/", "scripts/deployer/", "policy/"],
  ["emulator/webhook/webhookAnswer", "program/", "scripts/terminal/"],
  ["scripts/twilio/", "infra/service/", "scripts/update/"],
  ["emulator/rights", "infra/endpoint/", "emulator/webhook/"],
  ["calls/", "infra/network/", "infra/monitoring/", "support/"],
  ["emulator/access/", "scripts/access/", "emulator/"],
].flat();

const files = readdirSync(__dirname, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".test.ts"))
  .sort();

/** Place of a file in the order; the others follow by name. */
function placeOf(file) {
  const place = ORDER.findIndex((beginning) => file.startsWith(beginning));
  return place === -1 ? ORDER.length : place;
}

for (const beginning of ORDER) {
  if (!files.some((file) => file.startsWith(beginning))) {
    throw new Error(
      `test/all.mocharc.cjs: no test file begins with "${beginning}". Correct ORDER.`,
    );
  }
}

module.exports = {
  ...single,
  parallel: true,
  jobs: 3,
  // MiB for young objects. With Node's default of 16, a process spends a tenth of its time on clearing them.
  "node-option": [...single["node-option"], "max-semi-space-size=32"],
  require: [join(__dirname, "support/emulator/installTools.ts")],
  spec: files
    .sort((one, other) => placeOf(one) - placeOf(other))
    .map((file) => join(__dirname, file)),
};
