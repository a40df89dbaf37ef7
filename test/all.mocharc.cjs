// How `npm test` runs the tests. A single file runs with ../.mocharc.json.
const { readdirSync } = require("node:fs");
const { join } = require("node:path");
const single = require("../.mocharc.json");

/** Files that wait or work for long, by how their paths begin. They start first, so that no process is left with one at the end. */
const LONG = [
  "service/service",
  "scripts/rotation/",
  "packages/",
  "aws-rules/",
  "calls/",
  "emulator/access/watch",
  "offline/page/browser",
  "offline/command/everyOption",
  "offline/",
  "policy/disabledRules",
  "emulator/",
];

const files = readdirSync(__dirname, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".test.ts"))
  .sort();

/** Place of a file in the order; the others follow by name. */
function placeOf(file) {
  const place = LONG.findIndex((beginning) => file.startsWith(beginning));
  return place === -1 ? LONG.length : place;
}

module.exports = {
  ...single,
  parallel: true,
  jobs: 3,
  require: [join(__dirname, "support/emulator/installTools.ts")],
  spec: files
    .sort((one, other) => placeOf(one) - placeOf(other))
    .map((file) => join(__dirname, file)),
};
