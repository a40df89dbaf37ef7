import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { isRecord } from "../../offline/engine/wire";
import { CREDENTIALS } from "../../infra/credentials/twilioCredentials";
import { ROOT } from "../support/program/devStack";
import { OPTIONS } from "../support/program/options";

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

  it("declares no switch that the bundles of options leave alone", () => {
    const turned = OPTIONS.flatMap(({ settings }) => settings).map((text) => text.split("=")[0]);
    const switches = [...DECLARED].filter(([, { type }]) => type === "boolean");
    assert.deepEqual(
      switches.map(([key]) => key).filter((key) => !turned.includes(key)),
      [],
    );
  });
});

describe("README's config table", () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const rows = configTable(readme);

  it("lists every key but the credentials, in Pulumi.yaml's order, with its default and its meaning", () => {
    const plain = [...DECLARED].filter(([key]) => !SECRETS.includes(key));
    assert.deepEqual(
      rows,
      plain.map(([key, { default: value, description }]) => [key, shown(value), description]),
    );
  });

  it("has the credentials beside it", () => {
    const [, section = ""] = readme.split(/^## Config$/m);
    for (const key of SECRETS) assert.ok(section.includes(`\`${key}\``), key);
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

/** The rows of the table under "## Config": key, default and meaning, without code marks. */
function configTable(text: string): string[][] {
  const [, section = ""] = text.split(/^## Config$/m);
  const [table = ""] = section.split(/^## /m);
  return table
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1))
    .map((cells) =>
      cells.map((cell) =>
        cell
          .trim()
          .replace(/^`(.*)`$/, "$1")
          .replaceAll("\\|", "|"),
      ),
    );
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
  return typeof value === "string" ? value : JSON.stringify(value);
}
