import assert from "node:assert/strict";
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { DeleteSecretCommand, DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import {
  clientsOf,
  emulatorsOrSkip,
  makeSecret,
  REGION,
  type Clients,
} from "../../support/emulator/awsLab";
import { startMoto, type Emulator } from "../../support/emulator/emulators";
import { runScript, type ScriptResult } from "../../support/scripts/script";
import { makeStackProject, type StackProject } from "../../support/scripts/stackProject";
import { assertNoCredential, newCredentials } from "../../support/twilio/twilioCredentials";
import { skipWithoutCli } from "../../support/skip";

const own = newCredentials();
const NAME = "pipecat/twilio-credentials";

// moto does not support CloudTrail, so readers.test.ts covers the readers of a secret. Not run against AWS.
describe("adopt-secret, on moto, with Pulumi's CLI", function () {
  this.timeout(240_000);
  let moto: Emulator | undefined;
  let clients: Clients;
  let project: StackProject;

  before(async function () {
    skipWithoutCli(this);
    moto = await emulatorsOrSkip(this, startMoto);
    clients = clientsOf(moto);
    project = await makeStackProject();
  });
  after(async () => {
    await moto?.stop();
  });

  async function adopt(...args: readonly string[]): Promise<ScriptResult> {
    const given = ["--stack", "dev", "--lock-out", "everybody", ...args];
    const result = await runScript("adopt-secret", given, {
      cwd: project.folder,
      env: { ...project.env, AWS_ENDPOINT_URL: moto?.url ?? "", AWS_REGION: REGION },
    });
    assertNoCredential(result.stdout + result.stderr, own);
    return result;
  }

  it("says that there is no secret, restores a deleted secret with its key, and prepares the stack; a second run succeeds too", async () => {
    const none = await adopt();
    assert.equal(none.code, 0, none.stderr);
    assert.match(none.stdout, /There is no secret of this name: npm run up makes one/);

    const { KeyMetadata } = await clients.kms.send(new CreateKeyCommand({}));
    const KeyId = KeyMetadata?.KeyId ?? "";
    const { arn } = await makeSecret(clients, NAME, { ...own, EXTRA: "x" }, KeyId);
    await clients.secrets.send(
      new DeleteSecretCommand({ SecretId: NAME, RecoveryWindowInDays: 7 }),
    );
    await clients.kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    const deleted = await adopt();
    assert.equal(deleted.code, 1);
    assert.match(deleted.stderr, /scheduled for deletion .*\n.*adopt-secret .*--restore/);

    const foreign = await adopt("--restore");
    assert.equal(foreign.code, 1);
    assert.match(
      foreign.stdout,
      /its key's deletion is cancelled[^]*its key is enabled[^]*the secret's deletion is cancelled/,
    );
    assert.match(foreign.stderr, /the key EXTRA is not one of the five/);
    const key = await clients.kms.send(new DescribeKeyCommand({ KeyId }));
    assert.equal(key.KeyMetadata?.KeyState, "Enabled");
    const secret = await clients.secrets.send(new DescribeSecretCommand({ SecretId: NAME }));
    assert.equal(secret.DeletedDate, undefined);

    const before = project.configFile();
    const dry = await adopt("--restore", "--drop", "EXTRA");
    assert.equal(dry.code, 0, dry.stderr);
    assert.notEqual(project.configFile(), before);
    assertNoCredential(project.configFile(), own);
    assert.ok(project.configFile().includes(`adoptSecret: ${arn}`));
    const again = await adopt("--drop", "EXTRA");
    assert.equal(again.code, 0, again.stderr);
    assert.ok(project.configFile().includes(`adoptSecret: ${arn}`));
  });

  it("changes nothing in a dry run, and refuses a name that is not the stack's", async () => {
    const before = project.configFile();
    const dry = await adopt("--dry-run", "--drop", "EXTRA");
    assert.equal(dry.code, 0, dry.stderr);
    assert.match(dry.stdout, /A dry run: nothing was changed/);
    assert.equal(project.configFile(), before);
    const other = await adopt("--secret-id", "pipecat/other");
    assert.equal(other.code, 2);
    assert.match(other.stderr, /the stack's secretName is/);
  });
});
