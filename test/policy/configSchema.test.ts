import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import { Ajv } from "ajv";
import { format } from "prettier";
import { startPack } from "../support/policy/policyPack";

const POLICY = join(__dirname, "../../policy");
const FILE = join(POLICY, "config.schema.json");

// The schema is generated from the description that the pack sends to the engine. This does not prove that the engine's own check
// agrees with the schema: the engine also accepts keys that the schema refuses.
describe("the schema of the policy config", () => {
  it("is made from the pack's own description (UPDATE_GOLDEN=1 writes it)", async () => {
    const text = `${JSON.stringify(configSchema(await policies()), null, 2)}\n`;
    const expected = await format(text, { filepath: FILE, printWidth: 100 });
    if (process.env["UPDATE_GOLDEN"]) writeFileSync(FILE, expected);
    assert.equal(readFileSync(FILE, "utf8"), expected);
  });

  it("accepts the README's examples", () => {
    const readme = readFileSync(join(POLICY, "README.md"), "utf8");
    const examples = [...readme.matchAll(/`+json\n(\{.*?\n\})\n`+/gs)]
      .map(([, json = ""]) => json)
      .filter((json) => !json.includes("json.schemas"));
    assert.ok(examples.length > 1);
    for (const example of examples) assert.deepEqual(faults(JSON.parse(example)), [], example);
  });

  it("accepts enforcement levels without settings, for one rule and for all, and ESC environments", () => {
    const config = {
      all: "advisory",
      "twilio-calls-drain": "disabled",
      environments: ["team/aws"],
    };
    assert.deepEqual(faults(config), []);
  });

  for (const [what, config] of Object.entries({
    "a rule that the pack does not have": { "twilio-call-drain": "mandatory" },
    "a level that Pulumi does not have": { "twilio-calls-drain": "warning" },
    "a key that the rule does not know": { "own-credential-in-plain": { guardedConfigKey: ["a"] } },
    "a value of another type": { "own-credential-in-plain": { guardedConfigKeys: "a" } },
    "a number out of range": { "twilio-tasks-logged": { minimumRetentionDays: 0 } },
    "a word that the setting does not allow": {
      "twilio-listeners-encrypted": { minimumTlsVersion: "1.1" },
    },
    "an encrypted place without a path": {
      "credential-in-outputs": { encryptedPlaces: [{ type: "a" }] },
    },
  })) {
    it(`refuses ${what}`, () => {
      assert.notDeepEqual(faults(config), []);
    });
  }
});

/** The places in a policy config that break the schema in the file, each with its fault. */
function faults(config: unknown): string[] {
  const schema: unknown = JSON.parse(readFileSync(FILE, "utf8"));
  assert.ok(typeof schema === "object" && schema !== null);
  const validate = new Ajv({ allErrors: true }).compile(schema);
  validate(config);
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath} ${message ?? ""}`,
  );
}

/** The rules as the pack describes them to the engine. */
async function policies(): Promise<PolicyInfo[]> {
  const pack = await startPack({});
  try {
    return (await pack.info()).getPoliciesList();
  } finally {
    pack.stop();
  }
}

/** The schema of a `--policy-pack-config` file: the rules' own settings, and the keys that the engine reads. */
function configSchema(rules: readonly PolicyInfo[]): object {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Config of the policy pack pipecat-twilio-policy",
    type: "object",
    properties: {
      all: ruleSchema("The level of all rules.", {}),
      environments: {
        type: "array",
        items: { type: "string" },
        description: "Pulumi ESC environments that the pack is run with.",
      },
      ...Object.fromEntries(
        rules.map((rule) => {
          const settings = rule.getConfigschema()?.getProperties()?.toJavaScript() ?? {};
          return [rule.getName(), ruleSchema(rule.getDescription(), settings)];
        }),
      ),
    },
    additionalProperties: false,
    definitions: { level: { enum: ["advisory", "mandatory", "remediate", "disabled"] } },
  };
}

/** A rule's enforcement level, or an object with its level and its settings. */
function ruleSchema(description: string, settings: object): object {
  const level = { $ref: "#/definitions/level" };
  const properties = { enforcementLevel: level, ...settings };
  return {
    description,
    anyOf: [level, { type: "object", properties, additionalProperties: false }],
  };
}
