import { refuses, type FaultCase } from "../../../support/program/configFaults";

const ARN = "arn:aws:secretsmanager:eu-north-1:519384207613:secret:other/one-AbCdEf";

/** One bad setting, or one bad pair, and the one fault that it makes. */
const CASES: readonly FaultCase[] = [
  [
    "a window of one day",
    { secretRecoveryWindowDays: "1" },
    /^secretRecoveryWindowDays: .*one of 0, 7, 8/,
  ],
  ["a window of 31 days", { secretRecoveryWindowDays: "31" }, /^secretRecoveryWindowDays: /],
  ["True for true", { taskRoleReadsSecret: "True" }, /^taskRoleReadsSecret: expected one of/],
  [
    "a name that looks like an ARN's end",
    { secretName: "pipecat/twilio-dev001" },
    /^secretName: .*do not end in a hyphen and six/,
  ],
  ["no name for the secret", { secretName: "" }, /^secretName: expected a name/],
  [
    "everybody as a reader of the secret",
    { secretReaders: '["*"]' },
    /^secretReaders: expected ARNs/,
  ],
  [
    "a secret with no ARN",
    { additionalSecrets: '{"A":{"key":"k"}}' },
    /^additionalSecrets.A: expected {secretArn/,
  ],
  [
    "a secret's name for its ARN",
    { additionalSecrets: '{"A":{"secretArn":"other/one","key":"k"}}' },
    /^additionalSecrets.A: expected/,
  ],
  [
    "a secret of another region",
    {
      additionalSecrets: JSON.stringify({
        A: { secretArn: ARN.replace("eu-north-1", "us-east-1"), key: "k" },
      }),
    },
    /^additionalSecrets.A: expected {secretArn: full ARN in the stack's region/,
  ],
  [
    "a part of an ARN",
    { additionalSecrets: JSON.stringify({ A: { secretArn: ARN.slice(0, -7), key: "k" } }) },
    /^additionalSecrets.A: expected/,
  ],
  [
    "a misspelt part of a secret",
    { additionalSecrets: JSON.stringify({ A: { secretArn: ARN, key: "k", kmsKey: "x" } }) },
    /^additionalSecrets.A: expected/,
  ],
  [
    "a credential as a further secret",
    { additionalSecrets: JSON.stringify({ TWILIO_API_SID: { secretArn: ARN, key: "k" } }) },
    /^additionalSecrets.TWILIO_API_SID: is given/,
  ],
  [
    "a setting that is a further secret, too",
    {
      environment: '{"FOO":"x","constructor":"x"}',
      additionalSecrets: JSON.stringify({ FOO: { secretArn: ARN, key: "k" } }),
    },
    /^additionalSecrets.FOO: is also in environment\. .*rm --path 'environment.FOO', or .*rm --path 'additionalSecrets.FOO'$/,
  ],
  [
    "a further secret that the stack sets",
    { additionalSecrets: JSON.stringify({ HOST: { secretArn: ARN, key: "k" } }) },
    /^additionalSecrets.HOST: the stack sets this itself\. .*rm --path 'additionalSecrets.HOST'$/,
  ],
];

// Shows which settings the program refuses. Does not show that AWS accepts the others.
describe("loadConfig refuses in the secrets", () => {
  refuses(CASES);
});
