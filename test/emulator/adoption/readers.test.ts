import { GetSecretValueCommand, TagResourceCommand } from "@aws-sdk/client-secrets-manager";
import assert from "node:assert/strict";
import {
  clientsOf,
  emulatorsOrSkip,
  makeSecret,
  REGION,
  registerTask,
  valueFroms,
  type Clients,
  type MadeSecret,
} from "../../support/emulator/awsLab";
import { startMinistack, type Emulator } from "../../support/emulator/emulators";
import { makeRole, mayRead } from "../../support/emulator/iamLab";
import { startTrailProxy, type TrailProxy } from "../../support/emulator/trailProxy";
import { runScript, type ScriptResult } from "../../support/scripts/script";
import { makeStackProject, type StackProject } from "../../support/scripts/stackProject";
import { assertNoCredential, newCredentials } from "../../support/twilio/twilioCredentials";
import { skipWithoutCli } from "../../support/skip";

const own = newCredentials();
const NAME = "pipecat/twilio-credentials";
const MARY = "arn:aws:iam::000000000000:user/mary";

// ministack records reads for CloudTrail, and reports every caller as a user. A proxy in front of it denies the actions that a test
// lists. Not run against AWS.
describe("adopt-secret and the present readers of the secret, on ministack", function () {
  this.timeout(240_000);
  let ministack: Emulator | undefined;
  let aws: TrailProxy | undefined;
  let clients: Clients;
  let project: StackProject;
  let secret: MadeSecret;

  before(async function () {
    skipWithoutCli(this);
    ministack = await emulatorsOrSkip(this, startMinistack);
    aws = await startTrailProxy(ministack);
    clients = clientsOf(ministack);
    project = await makeStackProject();
    secret = await makeSecret(clients, NAME, own);
  });
  after(async () => {
    await aws?.stop();
    await ministack?.stop();
  });
  afterEach(() => {
    aws?.denied.clear();
  });

  async function adopt(...args: readonly string[]): Promise<ScriptResult> {
    const result = await runScript("adopt-secret", ["--stack", "dev", ...args], {
      cwd: project.folder,
      env: { ...project.env, AWS_ENDPOINT_URL: aws?.url ?? "", AWS_REGION: REGION },
    });
    assertNoCredential(result.stdout + result.stderr, own);
    return result;
  }

  it("names the caller's missing permissions, and changes nothing", async () => {
    const before = project.configFile();
    for (const [action, right] of [
      ["DescribeSecret", "secretsmanager:DescribeSecret"],
      ["GetSecretValue", "secretsmanager:GetSecretValue"],
      ["LookupEvents", "cloudtrail:LookupEvents"],
      ["ListTaskDefinitionFamilies", "ecs:DescribeTaskDefinition"],
    ] as const) {
      aws?.denied.clear();
      aws?.denied.add(action);
      const { code, stderr } = await adopt();
      assert.equal(code, 1, stderr);
      assert.ok(stderr.includes(right), stderr);
    }
    assert.equal(project.configFile(), before);
  });

  it("names every reader and every role whose tasks start with the secret; each must be listed, or be locked out by name", async () => {
    const role = await makeRole(clients, "starts-tasks", mayRead(secret.arn));
    await registerTask(clients, "older", valueFroms(secret), { executionRoleArn: role });
    await clients.secrets.send(new GetSecretValueCommand({ SecretId: NAME }));
    const refused = await adopt();
    assert.equal(refused.code, 1, refused.stdout + refused.stderr);
    assert.match(refused.stderr, /the stack's policy would lock out these readers of the secret:/);
    assert.ok(refused.stderr.includes(`  ${role} starts tasks of older with it\n`));
    const reader = / (arn:\S+) has read it \(CloudTrail\)/.exec(refused.stderr)?.[1];
    assert.ok(reader !== undefined, refused.stderr);
    const half = await adopt("--dry-run", "--lock-out", reader, "--lock-out", MARY);
    assert.equal(half.code, 1);
    assert.ok(!half.stderr.includes(reader) && half.stderr.includes(role));

    await project.pulumi(
      "config",
      "set",
      "--plaintext",
      "--path",
      "secretReaders[0]",
      "arn:aws:iam::*:role/starts-*",
      "--stack",
      "dev",
    );
    const json = await adopt("--dry-run", "--lock-out", reader, "--json");
    assert.equal(json.code, 0, json.stdout + json.stderr);
    const readers: unknown = Reflect.get(Object(JSON.parse(json.stdout)), "readers");
    assert.ok(Array.isArray(readers) && readers.length === 2);
    const everybody = await adopt("--dry-run", "--lock-out", "everybody");
    assert.equal(everybody.code, 0, everybody.stderr);
  });

  it("refuses a secret that another stack has adopted in the meantime, and names that stack", async () => {
    const Tags = [
      { Key: "Project", Value: "pipecat-phone-service" },
      { Key: "Stack", Value: "prod" },
    ];
    await clients.secrets.send(new TagResourceCommand({ SecretId: NAME, Tags }));
    const before = project.configFile();
    const { code, stderr } = await adopt("--lock-out", "everybody");
    assert.equal(code, 1);
    assert.match(stderr, /its tags say that it belongs to pipecat-phone-service\/prod/);
    assert.equal(project.configFile(), before);
  });
});
