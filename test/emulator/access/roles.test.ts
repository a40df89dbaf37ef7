import { DeregisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { PutResourcePolicyCommand } from "@aws-sdk/client-secrets-manager";
import assert from "node:assert/strict";
import {
  makeSecret,
  REGION,
  registerTask,
  runOn,
  valueFroms,
  useEmulator,
} from "../../support/emulator/awsLab";
import { startMinistack } from "../../support/emulator/emulators";
import { makeRole, mayRead, policy } from "../../support/emulator/iamLab";
import { SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../../support/scripts/script";
import { newCredentials } from "../../support/twilio/twilioCredentials";

const own = newCredentials();

// ministack with AUTH=true enforces the policies of roles and the resource policies of secrets. It does not enforce key policies of
// KMS, and its policy simulator ignores conditions: test/scripts/ecs/roles/roleAccess.test.ts covers both.
describe("What roles may read, on ministack", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  const lab = useEmulator(startMinistack);

  function run(script: string, args: readonly string[]): Promise<ScriptResult> {
    return runOn(lab.emulator, own, script, args);
  }

  it("test-ecs-secret-access proves a task's start with the execution role's own credentials", async () => {
    const secret = await makeSecret(lab.clients, "pipecat/good", own);
    const executionRoleArn = await makeRole(lab.clients, "good-exec", mayRead(secret.arn));
    const taskRoleArn = await makeRole(lab.clients, "good-task");
    const task = await registerTask(lab.clients, "good", valueFroms(secret), {
      executionRoleArn,
      taskRoleArn,
    });
    const { code, stdout, stderr } = await run("test-ecs-secret-access", [
      "--task-definition",
      task,
      "--assume-role",
    ]);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, new RegExp(`read as +${executionRoleArn}\\n`));
    assert.match(stdout, new RegExp(`ok {4}TWILIO_API_SECRET +version ${secret.versionId}`));
    assert.match(
      stdout,
      /ok {4}execution role +secretsmanager:GetSecretValue on pipecat\/good-\w{6}: allowed by its own policies/,
    );
    assert.match(
      stdout,
      /ok {4}execution role +another secret \(pipecat\/unrelated-AbCdEf\): denied/,
    );
    assert.match(
      stdout,
      /note {2}task role +secretsmanager:GetSecretValue on pipecat\/good-\w{6}: denied/,
    );
    assert.match(stdout, /A task of this definition will get all its secrets\.\n$/);
  });

  it("test-ecs-secret-access fails for a role without the permission, although the caller has the permission", async () => {
    const secret = await makeSecret(lab.clients, "pipecat/bare", own);
    const executionRoleArn = await makeRole(lab.clients, "bare-exec");
    const task = await registerTask(lab.clients, "bare", valueFroms(secret), { executionRoleArn });
    const asRole = await run("test-ecs-secret-access", [
      "--task-definition",
      task,
      "--assume-role",
    ]);
    assert.equal(asRole.code, 1);
    assert.match(
      asRole.stdout,
      /FAIL {2}TWILIO_AUTH_TOKEN +the agent says: fetching secret data from AWS Secrets Manager in region eu-north-1: AccessDenied/,
    );

    const asCaller = await run("test-ecs-secret-access", ["--task-definition", task]);
    assert.equal(asCaller.code, 1);
    assert.match(asCaller.stdout, /ok {4}TWILIO_AUTH_TOKEN/);
    assert.match(
      asCaller.stdout,
      /FAIL {2}execution role +secretsmanager:GetSecretValue on pipecat\/bare-\w{6}: denied, its own policies do not allow it/,
    );
  });

  it("test-ecs-secret-access fails for roles that may read every secret", async () => {
    const secret = await makeSecret(lab.clients, "pipecat/wide", own);
    const wide = `arn:aws:secretsmanager:${REGION}:000000000000:secret:pipecat/*`;
    const executionRoleArn = await makeRole(lab.clients, "wide-exec", mayRead(wide));
    const task = await registerTask(lab.clients, "wide", valueFroms(secret), { executionRoleArn });
    const { code, stdout } = await run("test-ecs-secret-access", [
      "--task-definition",
      task,
      "--assume-role",
    ]);
    assert.equal(code, 1);
    assert.match(
      stdout,
      /FAIL {2}execution role +another secret \(pipecat\/unrelated-AbCdEf\): allowed, its policies are too wide/,
    );
    assert.match(stdout, /ok {4}execution role +another secret \(unrelated-AbCdEf\): denied/);
  });

  it("test-ecs-secret-access fails when the secret's own policy denies the role", async () => {
    const secret = await makeSecret(lab.clients, "pipecat/shut", own);
    const executionRoleArn = await makeRole(lab.clients, "shut-exec", mayRead(secret.arn));
    const task = await registerTask(lab.clients, "shut", valueFroms(secret), { executionRoleArn });
    const deny = { ...mayRead("*"), Effect: "Deny", Principal: { AWS: executionRoleArn } } as const;
    await lab.clients.secrets.send(
      new PutResourcePolicyCommand({ SecretId: secret.arn, ResourcePolicy: policy(deny) }),
    );
    const { code, stdout } = await run("test-ecs-secret-access", ["--task-definition", task]);
    assert.equal(code, 1);
    assert.match(
      stdout,
      /FAIL {2}execution role +secretsmanager:GetSecretValue on pipecat\/shut-\w{6}: denied, the secret's resource policy denies it/,
    );
  });

  it("test-ecs-secret-access reports each secret's fault in the agent's own words", async () => {
    const secret = await makeSecret(lab.clients, "pipecat/faults", {
      ...own,
      TWILIO_PHONE_NUMBER: 15005550006,
      EMPTY: "",
    });
    const executionRoleArn = await makeRole(
      lab.clients,
      "faults-exec",
      mayRead(`${secret.arn.slice(0, -7)}*`),
    );
    const { arn } = secret;
    const gone = "00000000-0000-4000-8000-000000000000";
    const task = await registerTask(
      lab.clients,
      "faults",
      [
        { name: "NO_KEY", valueFrom: `${arn}:NOT_THERE::` },
        { name: "THREE_PARTS", valueFrom: `${arn}:TWILIO_AUTH_TOKEN` },
        { name: "NUMBER", valueFrom: `${arn}:TWILIO_PHONE_NUMBER::` },
        { name: "EMPTY", valueFrom: `${arn}:EMPTY::` },
        { name: "GONE", valueFrom: `${arn}:TWILIO_API_SID::${gone}` },
        { name: "PARTIAL", valueFrom: `${arn.slice(0, -7)}:TWILIO_API_SID::` },
        {
          name: "NOWHERE",
          valueFrom: `${arn.replace("pipecat/faults", "pipecat/nowhere")}:TWILIO_API_SID::`,
        },
        { name: "FINE", valueFrom: `${arn}:TWILIO_API_SID::${secret.versionId}` },
      ],
      { executionRoleArn },
    );
    const { code, stdout } = await run("test-ecs-secret-access", ["--task-definition", task]);
    assert.equal(code, 1);
    for (const expected of [
      /FAIL {2}NO_KEY +the agent says: .*: retrieved secret from Secrets Manager did not contain json key NOT_THERE\n/,
      /FAIL {2}THREE_PARTS +the agent says: trying to retrieve secret with value arn:\S+:TWILIO_AUTH_TOKEN resulted in error: an invalid ARN format/,
      /FAIL {2}NUMBER +is a JSON number instead of a string/,
      /FAIL {2}EMPTY +the key EMPTY is empty/,
      /FAIL {2}GONE +the agent says: .*ResourceNotFoundException/,
      /FAIL {2}PARTIAL +names the secret without the last six characters/,
      /FAIL {2}NOWHERE +the agent says: .*The task can't retrieve the secret with ARN 'arn:\S+' from AWS Secrets Manager\. Check whether the secret exists in the specified Region/,
      /ok {4}FINE +version/,
    ]) {
      assert.match(stdout, expected);
    }
  });

  it("test-ecs-secret-access fails for a definition that is inactive and lacks names", async () => {
    const secret = await makeSecret(lab.clients, "pipecat/stale", own);
    const executionRoleArn = await makeRole(lab.clients, "stale-exec");
    const three = valueFroms(secret).slice(0, 3);
    const task = await registerTask(lab.clients, "stale", three, { executionRoleArn });
    await lab.clients.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: task }));
    const { code, stdout } = await run("test-ecs-secret-access", ["--task-definition", task]);
    assert.equal(code, 1);
    assert.match(stdout, /FAIL {2}task definition +is INACTIVE: .*\n {6}→ npm run up\n/);
    assert.match(stdout, /FAIL {2}TWILIO_API_SECRET +no container gets it\n {6}→ npm run up\n/);
  });

  it("test-ecs-secret-access names a task definition that does not exist", async () => {
    const { code, stderr } = await run("test-ecs-secret-access", [
      "--task-definition",
      "nothing:9",
    ]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /there is no task definition nothing:9 \(eu-north-1, account 000000000000\)/,
    );
  });
});
