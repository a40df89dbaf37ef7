import { PutResourcePolicyCommand } from "@aws-sdk/client-secrets-manager";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeSecret, runOn, useEmulator } from "../../support/emulator/awsLab";
import { startMinistack } from "../../support/emulator/emulators";
import { makeUser, mayRead, policy } from "../../support/emulator/iamLab";
import { SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../../support/scripts/script";
import { newCredentials } from "../../support/twilio/twilioCredentials";
import { temporaryFolder } from "../../support/temporaryFolder";

const own = newCredentials();

// ministack with AUTH=true enforces the policies of users and the resource policies of secrets. Not run against AWS.
describe("test-twilio-secret, for callers with few rights, on ministack", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  const lab = useEmulator(startMinistack);

  function run(
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<ScriptResult> {
    return runOn(lab.emulator, own, "test-twilio-secret", args, env);
  }

  it("names the caller and the missing action", async () => {
    await makeSecret(lab.clients, "pipecat/denied", own);
    const describe = {
      Effect: "Allow",
      Action: "secretsmanager:DescribeSecret",
      Resource: "*",
    } as const;
    const user = await makeUser(lab.clients, "reader", describe);
    const { code, stderr } = await run(["--secret-id", "pipecat/denied"], user);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /access denied: arn:aws:iam::\d+:user\/reader may not secretsmanager:GetSecretValue/,
    );
  });

  it("takes credentials and region from AWS_PROFILE, and shows the caller", async () => {
    const keys = await makeUser(lab.clients, "profiled", {
      Effect: "Allow",
      Action: "*",
      Resource: "*",
    });
    const file = join(temporaryFolder("profile"), "config");
    const lines = Object.entries(keys).map(([name, value]) => `${name.toLowerCase()} = ${value}`);
    writeFileSync(file, ["[profile phone]", "region = eu-west-1", ...lines, ""].join("\n"));
    const { stdout } = await run(["--secret-id", "pipecat/no"], {
      AWS_ACCESS_KEY_ID: "",
      AWS_SECRET_ACCESS_KEY: "",
      AWS_REGION: "",
      AWS_PROFILE: "phone",
      AWS_CONFIG_FILE: file,
    });
    assert.match(stdout, /region +eu-west-1\ncaller +arn:aws:iam::000000000000:user\/profiled\n/);
  });

  it("names a secret that does not exist, and the caller who may not list the others", async () => {
    const describe = {
      Effect: "Allow",
      Action: "secretsmanager:DescribeSecret",
      Resource: "*",
    } as const;
    const user = await makeUser(lab.clients, "blind", describe);
    const { code, stderr } = await run(["--secret-id", "pipecat/no"], user);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^error: there is no secret pipecat\/no in eu-north-1, account 000000000000; what is under pipecat\/ cannot be listed: access denied: arn:aws:iam::000000000000:user\/blind may not secretsmanager:ListSecrets\n {2}→/m,
    );
  });

  it("reports a denial by the secret's own policy", async () => {
    const { arn } = await makeSecret(lab.clients, "pipecat/closed", own);
    const user = await makeUser(lab.clients, "admin", {
      Effect: "Allow",
      Action: "*",
      Resource: "*",
    });
    const deny = { ...mayRead("*"), Effect: "Deny", Principal: "*" } as const;
    await lab.clients.secrets.send(
      new PutResourcePolicyCommand({ SecretId: arn, ResourcePolicy: policy(deny) }),
    );
    const { code, stderr } = await run(["--secret-id", arn], user);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /access denied: arn:aws:iam::\d+:user\/admin may not secretsmanager:GetSecretValue/,
    );
  });
});
