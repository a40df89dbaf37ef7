import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { format } from "prettier";
import { isRecord } from "../../offline/engine/wire";
import { CREDENTIALS } from "../../infra/credentials/twilioCredentials";
import { configPage, configSections } from "../../scripts/docs/configPage";
import { ROOT } from "../support/program/devStack";
import { OPTIONS } from "../support/program/options";

// Shows how Pulumi.yaml declares the keys. Does not show that the program reads exactly these keys: config.test.ts does.

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

  it("declares no boolean that no bundle of options sets", () => {
    const turned = OPTIONS.flatMap(({ settings }) => settings).map((text) => text.split("=")[0]);
    const switches = [...DECLARED].filter(([, { type }]) => type === "boolean");
    assert.deepEqual(
      switches.map(([key]) => key).filter((key) => !turned.includes(key)),
      [],
    );
  });
});

describe("docs/config.md", () => {
  it("is what `npm run docs` writes from Pulumi.yaml", async () => {
    const page = configPage(configSections(readFileSync(join(ROOT, "Pulumi.yaml"), "utf8")));
    assert.equal(
      readFileSync(join(ROOT, "docs/config.md"), "utf8"),
      await format(page, { parser: "markdown", printWidth: 100 }),
    );
  });

  it("lists every declared key once", () => {
    const sections = configSections(readFileSync(join(ROOT, "Pulumi.yaml"), "utf8"));
    assert.deepEqual(
      sections.flatMap(({ keys }) => keys.map(({ key }) => key)),
      [...DECLARED.keys()],
    );
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
