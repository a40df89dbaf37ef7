import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { PolicyPackClient } from "../../../offline/analyzer/client";
import type { WireObject } from "../../../offline/engine/wire";
import { resource, startPack } from "../../support/policy/policyPack";

// Shows that the pack guards the service's extra secrets, which have their own namespace in the stack's config. Does not show that ECS
// gives them to the container.

const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const REFERENCE =
  "arn:aws:secretsmanager:eu-north-1:519384207613:secret:x-AbCdEf:OPENAI_API_KEY::v";

describe("the pack guards the service's extra secrets", () => {
  const value = `sk-${randomBytes(24).toString("base64url")}`;
  let pack: PolicyPackClient;

  before(async () => {
    pack = await startPack({ "extraSecret:OPENAI_API_KEY": value });
  });

  after(() => {
    pack.stop();
  });

  const found = async (container: WireObject) => {
    const containerDefinitions = JSON.stringify([{ name: "phone", ...container }]);
    const violations = await pack.analyze(resource(TASK, { containerDefinitions }));
    for (const { message } of violations) assert.ok(!message.includes(value));
    return violations
      .filter(({ level }) => level === "mandatory")
      .map(({ policy, message }) => `${policy} ${/OPENAI_API_KEY/.exec(message)?.[0] ?? ""}`);
  };

  for (const [title, text] of [
    ["as it is", value],
    ["in a URL", `https://x/?key=${value}`],
    ["in base64", Buffer.from(`key ${value}`).toString("base64")],
    ["in hex", Buffer.from(value).toString("hex")],
  ] as const) {
    it(`by value, ${title}`, async () => {
      assert.deepEqual(await found({ environment: [{ name: "INNOCENT", value: text }] }), [
        "own-credential-in-plain OPENAI_API_KEY",
      ]);
    });
  }

  it("in any other resource", async () => {
    const [violation] = await pack.analyze(
      resource("aws:ssm/parameter:Parameter", { type: "String", value }),
    );
    assert.equal(violation?.policy, "own-credential-in-plain");
  });

  it("by name, whatever the value is", async () => {
    for (const text of ["", "to-be-set"]) {
      assert.deepEqual(await found({ environment: [{ name: "OPENAI_API_KEY", value: text }] }), [
        "twilio-name-in-plain OPENAI_API_KEY",
      ]);
    }
  });

  it("and accepts a reference, another name, and the value in its own secret", async () => {
    const secrets = [{ name: "OPENAI_API_KEY", valueFrom: REFERENCE }];
    assert.deepEqual(await found({ secrets, environment: [{ name: "MODEL", value: "gpt" }] }), []);
    const version = resource("aws:secretsmanager/secretVersion:SecretVersion", {
      secretString: JSON.stringify({ OPENAI_API_KEY: value }),
    });
    const violations = await pack.analyze(version);
    assert.deepEqual(
      violations.filter(({ level }) => level === "mandatory"),
      [],
    );
  });
});
