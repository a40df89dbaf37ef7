import { GetSecretValueCommand, PutResourcePolicyCommand } from "@aws-sdk/client-secrets-manager";
import assert from "node:assert/strict";
import { readersOnlyPolicy } from "../../../components/secret/storedSecret";
import {
  clientsOf,
  emulatorsOrSkip,
  makeSecret,
  registerTask,
  runOn,
  valueFroms,
} from "../../support/emulator/awsLab";
import { startMinistack, type Emulator } from "../../support/emulator/emulators";
import { startTrailProxy } from "../../support/emulator/trailProxy";
import { makeRole, mayRead } from "../../support/emulator/iamLab";
import { SCRIPTS_TIMEOUT_MS } from "../../support/scripts/script";
import { newCredentials } from "../../support/twilio/twilioCredentials";

const own = newCredentials();

// ministack records every call for CloudTrail, but reports every caller as a user and returns one page. test/scripts/access covers
// role sessions, refusals and paging. How late events appear and how long they are kept is taken from CloudTrail's documentation.
describe("who-read, on ministack", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let ministack: Emulator | undefined;
  let aws: Emulator | undefined;

  before(async function () {
    const upstream = await emulatorsOrSkip(this, startMinistack);
    ministack = upstream;
    aws = await startTrailProxy(upstream);
  });
  after(async () => {
    await aws?.stop();
    await ministack?.stop();
  });

  it("names who read the secret, and fails only for unexpected readers", async () => {
    assert.ok(ministack !== undefined);
    const clients = clientsOf(ministack);
    const secret = await makeSecret(clients, "pipecat/read", own);
    await makeSecret(clients, "pipecat/other", own);
    const executionRoleArn = await makeRole(clients, "read-exec", mayRead(secret.arn));
    const task = await registerTask(clients, "read", valueFroms(secret), { executionRoleArn });
    await clients.secrets.send(new GetSecretValueCommand({ SecretId: secret.arn }));
    await clients.secrets.send(new GetSecretValueCommand({ SecretId: "pipecat/read" }));
    await clients.secrets.send(new GetSecretValueCommand({ SecretId: "pipecat/other" }));
    const args = ["--secret-id", secret.arn, "--task-definition", task];

    const open = await runOn(aws, own, "who-read", args);
    assert.equal(open.code, 1, open.stdout + open.stderr);
    assert.equal(open.stderr.replace(/^- .*\n/gm, ""), "");
    assert.match(open.stdout, /FAIL {2}may read +the secret's resource policy limits no reader/);
    assert.match(
      open.stdout,
      /FAIL {2}has read +arn:aws:iam::\d{12}:user\/\S+, not expected: read 2×, /,
    );
    assert.match(
      open.stdout,
      /ok {4}may read +arn:\S+role\/read-exec: allowed by its own policies/,
    );
    assert.match(open.stdout, /note {2}not shown +reads of the last 15 minutes/);

    const policy = readersOnlyPolicy([
      executionRoleArn,
      "arn:aws:iam::*:user/*",
      "arn:aws:iam::*:root",
    ]);
    await clients.secrets.send(
      new PutResourcePolicyCommand({
        SecretId: secret.arn,
        ResourcePolicy: JSON.stringify(policy),
      }),
    );
    const closed = await runOn(aws, own, "who-read", [...args, "--json"]);
    assert.equal(closed.code, 0, closed.stdout + closed.stderr);
    assert.match(closed.stdout, /"expected":true,"reads":2,"refused":0/);
  });

  it("refuses more days than CloudTrail keeps", async () => {
    for (const days of ["0", "91", "x", "1.5"]) {
      const { code, stderr } = await runOn(aws, own, "who-read", [
        "--secret-id",
        "a",
        "--days",
        days,
      ]);
      assert.equal(code, 2);
      assert.match(stderr, /error: --days needs a whole number from 1 to 90/);
    }
  });
});
