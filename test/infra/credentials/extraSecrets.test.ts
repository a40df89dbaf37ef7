import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { isRecord, isSecret } from "../../../offline/engine/wire";
import { capture } from "../../support/leaks/capture";
import { FAULT, faultsOf } from "../../support/program/configFaults";
import {
  countOf,
  inputsOf,
  type ProgramRun,
  registrationOf,
  runProgram,
} from "../../support/program/program";
import { ownArnOf } from "../../support/program/wellKnown";

// Shows the inputs that the program sends. Does not show that ECS gives the container the values: nothing runs against AWS.

const SECRET = "aws:secretsmanager/secret:Secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";
const key = () => `sk-${randomBytes(24).toString("base64url")}`;

describe("the service's further secrets", () => {
  const values = { OPENAI_API_KEY: key(), DEEPGRAM_API_KEY: key() };
  let run: ProgramRun;
  let printed: string;

  before(async () => {
    const overrides = {
      extraSecrets: '["OPENAI_API_KEY","DEEPGRAM_API_KEY"]',
      "extraSecret:OPENAI_API_KEY": values.OPENAI_API_KEY,
      "extraSecret:DEEPGRAM_API_KEY": values.DEEPGRAM_API_KEY,
    };
    ({ result: run, printed } = await capture(() => runProgram({ overrides })));
  });

  it("are in one further secret with its own version, encrypted by the key of the Twilio secret", () => {
    assert.deepEqual([countOf(run, SECRET), countOf(run, "aws:kms/key:Key")], [2, 1]);
    const twilio = inputsOf(run, SECRET, "twilio-secret");
    assert.deepEqual(inputsOf(run, SECRET, "twilio-extra-secret"), {
      ...twilio,
      name: "pipecat/twilio-credentials-extra",
      description: "Further secrets of the Pipecat phone service",
    });
    const { secretString } = registrationOf(run, VERSION, "twilio-extra-version").inputs;
    assert.ok(isSecret(secretString), "marked as a secret on the wire");
    assert.deepEqual(JSON.parse(String(secretString.value)), values);
  });

  it("are in no other input, in no output, and in nothing that is printed", () => {
    const others = run.registrations.map(({ inputs: { secretString, ...inputs }, ...rest }) => ({
      ...rest,
      inputs,
      stored: secretString !== undefined,
    }));
    const text = [JSON.stringify([others, run.outputs, ...run.componentOutputs]), printed].join(
      "\n",
    );
    for (const value of Object.values(values)) assert.ok(!text.includes(value));
  });

  it("reach the container as secret references, each with its own name and version", () => {
    const { containerDefinitions } = inputsOf(run, "aws:ecs/taskDefinition:TaskDefinition");
    const containers: unknown = JSON.parse(String(containerDefinitions));
    const container: unknown = Array.isArray(containers) ? containers[0] : undefined;
    assert.ok(isRecord(container) && Array.isArray(container["secrets"]));
    const extra = container["secrets"]
      .filter(isRecord)
      .filter(({ name }) => !String(name).startsWith("TWILIO_"));
    assert.deepEqual(
      extra.map(({ name }) => name),
      ["DEEPGRAM_API_KEY", "OPENAI_API_KEY"],
    );
    for (const { name, valueFrom } of extra) {
      assert.match(
        String(valueFrom),
        new RegExp(
          `:secret:pipecat/twilio-credentials-extra-\\w{6}:${String(name)}::terraform-[0-9a-f]{26}$`,
        ),
      );
    }
  });

  it("can be read only by the execution role, and the secret's own policy enforces this", () => {
    const execution = JSON.stringify(
      inputsOf(run, "aws:iam/rolePolicy:RolePolicy", "phone-task-execution-policy"),
    );
    const task = JSON.stringify(
      inputsOf(run, "aws:iam/rolePolicy:RolePolicy", "phone-task-role-policy"),
    );
    assert.match(execution, /twilio-credentials-extra-/);
    assert.doesNotMatch(task, /twilio-credentials-extra-/);
    const { policy, secretArn } = inputsOf(run, POLICY, "twilio-extra-readers");
    assert.match(String(secretArn), /twilio-credentials-extra-/);
    assert.match(String(policy), /"ReadersOnly"/);
  });

  it("do not exist without the list", async () => {
    const plain = await runProgram();
    assert.deepEqual(
      [countOf(plain, SECRET), countOf(plain, VERSION), countOf(plain, POLICY)],
      [1, 1, 1],
    );
  });
});

describe("loadConfig refuses further secrets", () => {
  const value = key();
  const listed = { extraSecrets: '["OPENAI_API_KEY"]', "extraSecret:OPENAI_API_KEY": value };

  for (const [title, overrides, fault] of [
    [
      "without a value",
      { ...listed, "extraSecret:OPENAI_API_KEY": undefined },
      /^extraSecret:OPENAI_API_KEY: has no value\. Fix it: pulumi config set --secret extraSecret:OPENAI_API_KEY$/,
    ],
    [
      "that are too short to look for",
      { ...listed, "extraSecret:OPENAI_API_KEY": "short" },
      /^extraSecret:OPENAI_API_KEY: has fewer than 8 characters/,
    ],
    [
      "that are placeholders",
      { ...listed, "extraSecret:OPENAI_API_KEY": "your-key-here" },
      /^extraSecret:OPENAI_API_KEY: is a placeholder/,
    ],
    [
      "that are not listed",
      { "extraSecret:OPENAI_API_KEY": value },
      /^extraSecret:OPENAI_API_KEY: is not in extraSecrets\. Fix it: pulumi config set --plaintext --path 'extraSecrets\[0\]' OPENAI_API_KEY$/,
    ],
    [
      "that are called like a credential",
      { extraSecrets: '["TWILIO_AUTH_TOKEN"]' },
      /^extraSecrets: expected names of environment variables/,
    ],
    [
      "that the stack sets itself",
      { extraSecrets: '["PORT"]' },
      /^extraSecrets: expected names of environment variables/,
    ],
    [
      "that are in environment too",
      { ...listed, environment: '{"OPENAI_API_KEY":"x"}' },
      /^extraSecrets\[0\]: is also in environment\./,
    ],
    [
      "that are an additional secret, too",
      {
        ...listed,
        additionalSecrets: JSON.stringify({
          OPENAI_API_KEY: { secretArn: `${ownArnOf("secretsmanager")}:secret:o-AbCdEf`, key: "k" },
        }),
      },
      /^extraSecrets\[0\]: is also in additionalSecrets\./,
    ],
    [
      "whose value is in a plaintext setting",
      { ...listed, environment: JSON.stringify({ URL: `https://x/${value}` }) },
      /^environment\.URL: holds the OPENAI_API_KEY/,
    ],
  ] as const) {
    it(title, async () => {
      const [first = "", ...others] = await faultsOf(overrides);
      assert.deepEqual(others, []);
      assert.match(first, fault);
      assert.match(first, FAULT);
      assert.ok(!first.includes(value));
    });
  }
});
