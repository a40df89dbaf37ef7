import assert from "node:assert/strict";
import { faultsOf, type Overrides } from "../../support/program/configFaults";

// Compares the commands in the faults. Does not show that the CLI accepts them.

const ARN = "arn:aws:secretsmanager:eu-north-1:519384207613:secret:other/one-AbCdEf";
const ROLE = "arn:aws:iam::519384207613:role/reader";

/** One fault, and the commands that fix it. */
const CASES: readonly (readonly [title: string, overrides: Overrides, fix: string])[] = [
  [
    "a name like a secret's, with a plaintext value",
    { secretName: "" },
    "pulumi config set --plaintext secretName pipecat/twilio-credentials",
  ],
  [
    "the faulty reader, not the good one before it",
    { secretReaders: JSON.stringify([ROLE, "*"]) },
    "pulumi config set --plaintext --path 'secretReaders[1]' ARN",
  ],
  [
    "the element that is no text",
    { bedrockModels: '["amazon.nova-micro-v1:0",1]' },
    "pulumi config set --path 'bedrockModels[1]' VALUE",
  ],
  [
    "what is no list, by removing it first",
    { bedrockModels: "x" },
    "pulumi config rm bedrockModels, then pulumi config set --path 'bedrockModels[0]' VALUE",
  ],
  [
    "what is no object, by removing it first",
    { environment: "x" },
    "pulumi config rm environment, then pulumi config set --path 'environment.NAME' VALUE",
  ],
  [
    "the faulty folder",
    { writablePaths: '["/tmp","var"]' },
    "pulumi config set --path 'writablePaths[1]' /tmp",
  ],
  [
    "the faulty subnet",
    {
      vpcId: "vpc-0a1b2c3d4e5f60718",
      publicSubnetIds: '["subnet-0a1b2c3d4e5f60711","subnet-0a1b2c3d4e5f60712","x"]',
      privateSubnetIds: '["subnet-0a1b2c3d4e5f60713"]',
    },
    "pulumi config set --path 'publicSubnetIds[2]' subnet-ID",
  ],
  [
    "one subnet, by a second",
    {
      vpcId: "vpc-0a1b2c3d4e5f60718",
      publicSubnetIds: '["subnet-0a1b2c3d4e5f60711"]',
      privateSubnetIds: '["subnet-0a1b2c3d4e5f60712"]',
    },
    "pulumi config set --path 'publicSubnetIds[1]' subnet-ID",
  ],
  [
    "a health check without a command",
    { healthCheckCommand: '["CMD"]' },
    "pulumi config set --path 'healthCheckCommand[1]' COMMAND",
  ],
  [
    "a health check of no kind",
    { healthCheckCommand: '["curl"]' },
    "pulumi config set --path 'healthCheckCommand[0]' CMD-SHELL, then pulumi config set --path 'healthCheckCommand[1]' COMMAND",
  ],
  [
    "a credential among the further secrets, by removing it",
    { additionalSecrets: JSON.stringify({ TWILIO_API_SID: { secretArn: ARN, key: "k" } }) },
    "pulumi config rm --path 'additionalSecrets.TWILIO_API_SID'",
  ],
  [
    "no variable's name, by removing it",
    { additionalSecrets: JSON.stringify({ "A-B": { secretArn: ARN, key: "k" } }) },
    "pulumi config rm --path 'additionalSecrets.NAME'",
  ],
  [
    "a further secret's key alone",
    { additionalSecrets: JSON.stringify({ A: { secretArn: ARN, key: "a:b" } }) },
    "pulumi config set --plaintext --path 'additionalSecrets.A.key' KEY",
  ],
  [
    "a further secret's ARN and its key's",
    { additionalSecrets: JSON.stringify({ A: { secretArn: "x", key: "k", kmsKeyArn: "x" } }) },
    "pulumi config set --plaintext --path 'additionalSecrets.A.secretArn' ARN, " +
      "then pulumi config set --plaintext --path 'additionalSecrets.A.kmsKeyArn' ARN",
  ],
  [
    "a misspelt part of a further secret, which is not repeated",
    { additionalSecrets: JSON.stringify({ A: { secretArn: ARN, key: "k", kmsKey: "x" } }) },
    "pulumi config rm --path 'additionalSecrets.A.PART'",
  ],
  [
    "an image and a folder, either way",
    { buildContext: "./app" },
    "pulumi config rm image, or pulumi config rm buildContext",
  ],
];

describe("loadConfig's commands fix", () => {
  for (const [title, overrides, fix] of CASES) {
    it(title, async () => {
      const fixes = (await faultsOf(overrides)).map((fault) => fault.split(". Fix it: ")[1]);
      assert.deepEqual(fixes, [fix]);
    });
  }
});
