import { CreateAliasCommand, CreateKeyCommand } from "@aws-sdk/client-kms";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
} from "@aws-sdk/client-secrets-manager";
import assert from "node:assert/strict";
import { CREDENTIALS } from "../../../infra/credentials/twilioCredentials";
import {
  makeSecret,
  REGION,
  registerTask,
  runOn,
  valueFroms,
  useEmulator,
} from "../../support/emulator/awsLab";
import { startMoto } from "../../support/emulator/emulators";
import { SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../../support/scripts/script";
import { newCredentials } from "../../support/twilio/twilioCredentials";

const own = newCredentials();

// Runs on moto, because it keeps every version of a secret. moto checks no permissions: test/emulator/access/callers.test.ts does.
describe("test-twilio-secret, on moto", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  const lab = useEmulator(startMoto);

  function check(...args: string[]): Promise<ScriptResult> {
    return runOn(lab.emulator, own, "test-twilio-secret", args);
  }

  it("passes a valid secret and shows no part of it", async () => {
    const key = await lab.clients.kms.send(new CreateKeyCommand({}));
    const keyArn = key.KeyMetadata?.Arn ?? "";
    await lab.clients.kms.send(
      new CreateAliasCommand({ AliasName: "alias/twilio", TargetKeyId: keyArn }),
    );
    const secret = await makeSecret(lab.clients, "pipecat/whole", own, "alias/twilio");
    const task = await registerTask(lab.clients, "whole", valueFroms(secret));
    const given = ["--secret-id", secret.arn, "--key-id", keyArn, "--task-definition", task];
    const { code, stdout } = await check(...given);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /account +123456789012\nregion +eu-north-1\n/);
    assert.match(stdout, /ok {4}TWILIO_ACCOUNT_SID +AC… 34 characters/);
    assert.match(stdout, /ok {4}TWILIO_AUTH_TOKEN +… 32 characters/);
    assert.match(stdout, new RegExp(`ok {4}encryption +${keyArn}`));
    assert.match(
      stdout,
      new RegExp(`ok {4}version +${secret.versionId}, the one that whole:1 names`),
    );
    assert.match(stdout, /The secret is valid\.\n$/);
  });

  it("fails for wrong content, and names the keys", async () => {
    const four = { ...own, TWILIO_API_SECRET: undefined };
    const number = { ...own, TWILIO_PHONE_NUMBER: 15005550006 };
    const cases: readonly (readonly [string, unknown, RegExp])[] = [
      ["missing", four, /FAIL {2}TWILIO_API_SECRET +is missing; expected: 32 letters and digits/],
      ["number", number, /FAIL {2}TWILIO_PHONE_NUMBER +is a JSON number/],
      ["text", "not json", /FAIL {2}content +is not a JSON object/],
    ];
    for (const [name, value, expected] of cases) {
      await makeSecret(lab.clients, `pipecat/bad-${name}`, value);
      const { code, stdout } = await check("--secret-id", `pipecat/bad-${name}`);
      assert.equal(code, 1, stdout);
      assert.match(stdout, expected);
      assert.match(stdout, /FAIL {2}The secret has 1 problem\.\n$/);
    }
  });

  it("fails if the tasks run with another version than the current one", async () => {
    const secret = await makeSecret(lab.clients, "pipecat/rotated", own);
    const task = await registerTask(lab.clients, "rotated", valueFroms(secret));
    await lab.clients.secrets.send(
      new PutSecretValueCommand({ SecretId: secret.arn, SecretString: JSON.stringify(own) }),
    );
    const { code, stdout } = await check("--secret-id", secret.arn, "--task-definition", task);
    assert.equal(code, 1);
    assert.match(
      stdout,
      new RegExp(`FAIL {2}version +rotated:1 names ${secret.versionId}, current is`),
    );
  });

  it("fails for a secret with another KMS key, and for a secret that is scheduled for deletion", async () => {
    const other = (await lab.clients.kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";
    await makeSecret(lab.clients, "pipecat/other-key", own);
    const wrongKey = await check("--secret-id", "pipecat/other-key", "--key-id", other);
    assert.equal(wrongKey.code, 1);
    assert.match(
      wrongKey.stdout,
      /FAIL {2}encryption +the account's aws\/secretsmanager key instead of/,
    );

    await makeSecret(lab.clients, "pipecat/deleted", own);
    await lab.clients.secrets.send(new DeleteSecretCommand({ SecretId: "pipecat/deleted" }));
    const deleted = await check("--secret-id", "pipecat/deleted");
    assert.equal(deleted.code, 1);
    assert.match(deleted.stdout, /FAIL {2}deletion +scheduled since/);
    assert.match(
      deleted.stdout,
      /→ aws secretsmanager restore-secret --secret-id pipecat\/deleted --region eu-north-1\n/,
    );
  });

  it("says that a secret has no current version, as configure-webhook does", async () => {
    await lab.clients.secrets.send(new CreateSecretCommand({ Name: "pipecat/empty" }));
    const given = ["--secret-id", "pipecat/empty"];
    const webhook = ["--webhook-url", "https://phone.example.com/"];
    for (const result of [
      await check(...given),
      await runOn(lab.emulator, own, "configure-webhook", [...given, ...webhook]),
    ]) {
      assert.equal(result.code, 1);
      assert.match(
        result.stderr,
        /error: the secret pipecat\/empty has no current version \(AWSCURRENT\)\n {2}→ npm run setup-secrets -- --up\n$/,
      );
    }
  });

  it("names the account and region of a secret that does not exist, and the most similar names of all pages", async () => {
    const names = Array.from({ length: 120 }, (_, index) => `pipecat/page-${index + 100}`);
    await Promise.all(names.map((name) => makeSecret(lab.clients, name, "{}")));
    for (const near of [names.at(0) ?? "", names.at(-1) ?? ""]) {
      const { code, stderr } = await check("--secret-id", `${near}x`);
      assert.equal(code, 1);
      assert.ok(
        stderr.includes(`there is no secret ${near}x in eu-north-1, account 123456789012`),
        stderr,
      );
      assert.match(stderr, /under pipecat\/ there are 1\d\d, among them pipecat\//);
      assert.ok(stderr.includes(`${near},`) || stderr.includes(`${near}\n`), stderr);
      assert.ok(stderr.length < 1_000);
    }
  });

  it("refuses a secret of another account before reading it", async () => {
    const arn = `arn:aws:secretsmanager:${REGION}:999999999999:secret:pipecat/twilio-AbCdEf`;
    const { code, stderr } = await check("--secret-id", arn);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /belongs to account 999999999999, but the login is for account 123456789012/,
    );
  });

  it("prints one JSON object and nothing else with --json", async () => {
    await makeSecret(lab.clients, "pipecat/json", own);
    const { code, stdout, stderr } = await check("--secret-id", "pipecat/json", "--json");
    assert.equal(code, 0);
    assert.equal(stderr, "");
    const object: unknown = JSON.parse(stdout);
    assert.ok(
      typeof object === "object" && object !== null && "checks" in object && "ok" in object,
    );
    assert.equal(object.ok, true);
    assert.ok(Array.isArray(object.checks) && object.checks.length === CREDENTIALS.length + 3);
  });
});
