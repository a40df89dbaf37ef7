import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { isRecord } from "../../scripts/simulation/wire";
import { CREDENTIALS } from "../../infra/credentials";
import { ROOT } from "../support/devStack";

// That each declared key is read, and each read key declared, is held by config.test.ts.

const DECLARED = declarations();
const SECRETS: readonly string[] = CREDENTIALS.map(({ configKey }) => configKey);

describe("Pulumi.yaml", () => {
  it("declares every key with a type and a description", () => {
    for (const [key, { type, description }] of DECLARED) {
      assert.match(String(type), /^(string|integer|boolean|array|object)$/, key);
      assert.match(String(description), /^[A-Z].*[^ ]\.$/s, key);
    }
  });

  it("declares exactly the five credentials as secrets, and gives them no default", () => {
    const secrets = [...DECLARED].filter(([, { secret }]) => secret === true).map(([key]) => key);
    assert.deepEqual(secrets, SECRETS);
    for (const key of secrets) assert.equal("default" in (DECLARED.get(key) ?? {}), false, key);
  });

  it("gives every other key a default of its type", () => {
    for (const [key, { type, default: value }] of DECLARED) {
      if (SECRETS.includes(key)) continue;
      assert.equal(typeOf(value), type, key);
    }
  });
});

describe("README's config table", () => {
  const readme = join(ROOT, "README.md");

  it("lists the same keys with the same defaults", function () {
    if (!existsSync(readme)) this.skip();
    const rows = configTable(readFileSync(readme, "utf8"));
    assert.deepEqual([...rows.keys()].sort(), [...DECLARED.keys()].sort());
    for (const [key, { default: value }] of DECLARED) {
      const shown = (rows.get(key) ?? "").replaceAll("`", "");
      if (SECRETS.includes(key)) continue;
      assert.ok(shownDefaults(value).includes(shown), `${key}: ${shown}`);
    }
  });
});

function declarations(): Map<string, Record<string, unknown>> {
  const project = load(readFileSync(join(ROOT, "Pulumi.yaml"), "utf8"));
  assert.ok(isRecord(project) && isRecord(project["config"]));
  return new Map(
    Object.entries(project["config"]).map(([key, value]) => {
      assert.ok(isRecord(value), key);
      return [key, value];
    }),
  );
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

/** The default column by key of the table under "## Config". */
function configTable(text: string): Map<string, string> {
  const [, section = ""] = text.split(/^## Config.*$/m);
  const [table = ""] = section.split(/^## /m);
  const rows = table.split("\n").map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
  return new Map(
    rows.flatMap(([, key = "", shown = ""]) => {
      const name = /^`(\w+)`$/.exec(key)?.[1];
      return name === undefined ? [] : [[name, shown] as const];
    }),
  );
}

/** The ways in which a table may show a default. */
function shownDefaults(value: unknown): string[] {
  const json = JSON.stringify(value);
  if (value === "" || json === "[]" || json === "{}") return ["", "–", "-", "none", json];
  if (Array.isArray(value))
    return [
      json,
      JSON.stringify(value, null, 1),
      value.join(" "),
      value.join(", "),
      `[${value.join(", ")}]`,
    ];
  return [String(value), json];
}
