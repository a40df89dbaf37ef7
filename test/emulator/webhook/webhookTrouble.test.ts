import { DeleteSecretCommand } from "@aws-sdk/client-secrets-manager";
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeSecret } from "../../support/emulator/awsLab";
import { FIRST_URL, useNumberLab } from "../../support/emulator/numberLab";
import { SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../../support/scripts/script";
import { newCredentials } from "../../support/twilio/twilioCredentials";

const own = newCredentials();
const HOOK = "https://phone.example.com/incoming-call";

// twilioServer.ts replaces Twilio: openApi.test.ts shows how far their answers agree. The secret is on moto.
describe("configure-webhook, if it cannot make or record its change", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  const lab = useNumberLab(own, "pipecat/webhook");

  it("changes nothing if the history cannot be written, or is damaged", async () => {
    const nowhere = await lab.configure(["--webhook-url", HOOK], {
      env: { XDG_STATE_HOME: "/dev/null" },
    });
    assert.equal(nowhere.code, 2);
    assert.match(
      nowhere.stderr,
      /^error: \/dev\/null\/\S+\/PN\w+\.json cannot be written\n {2}→ check the folder/m,
    );

    const folder = join(lab.state, "pipecat-phone-service", "webhooks");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${lab.twilio.number.sid}.json`), '[{"before":');
    for (const args of [["--webhook-url", HOOK], ["--restore"]]) {
      const { code, stderr } = await lab.configure(args);
      assert.equal(code, 2);
      assert.match(stderr, /PN\w+\.json is damaged\n {2}→ look at it, then: mv /);
    }
    assert.equal(lab.twilio.number.voice_url, FIRST_URL);

    // A folder at the file's path cannot be read as a file, not even by root.
    const file = join(folder, `${lab.twilio.number.sid}.json`);
    rmSync(file);
    mkdirSync(file);
    const unreadable = await lab.configure(["--webhook-url", HOOK]);
    assert.equal(unreadable.code, 2);
    assert.match(unreadable.stderr, /PN\w+\.json cannot be read, and it holds the earlier changes/);
    assert.equal(lab.twilio.number.voice_url, FIRST_URL);
  });

  it("refuses to restore and to set at the same time, and names a secret that does not exist", async () => {
    for (const other of ["--webhook-url", "--status-callback"]) {
      const { code, stderr } = await lab.configure(["--restore", other, HOOK]);
      assert.equal(code, 2);
      assert.ok(stderr.startsWith(`error: --restore and ${other} say different things\n  → `));
    }
    const { code, stderr } = await lab.configure([
      "--webhook-url",
      HOOK,
      "--secret-id",
      "pipecat/no",
    ]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /error: there is no secret pipecat\/no in eu-north-1, account 123456789012; under pipecat\/ there are: pipecat\/webhook\n/,
    );
    assert.equal(lab.twilio.requests.length, 0);
  });

  it("says how to restore a secret that is scheduled for deletion", async () => {
    await makeSecret(lab.clients, "pipecat/dropped", own);
    await lab.clients.secrets.send(new DeleteSecretCommand({ SecretId: "pipecat/dropped" }));
    const given = ["--webhook-url", HOOK, "--secret-id", "pipecat/dropped"];
    const { code, stderr } = await lab.configure(given);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /error: the secret pipecat\/dropped is scheduled for deletion: nothing can read it\n {2}→ aws secretsmanager restore-secret --secret-id pipecat\/dropped --region eu-north-1\n$/,
    );
  });

  it("makes its change although the reader of its output has ended", async () => {
    const onStart = (child: ChildProcess) => child.stdout?.destroy();
    const { code, stderr } = await lab.configure(["--webhook-url", HOOK], { onStart });
    assert.equal(code, 0, stderr);
    assert.equal(lab.twilio.number.voice_url, HOOK);
  });

  it("says what may have happened when it is interrupted while Twilio makes the change", async () => {
    lab.twilio.updatesHang = true;
    const pressed = (...args: readonly string[]): Promise<ScriptResult> => {
      const onStart = (child: ChildProcess): void => {
        void lab.twilio.untilUpdate().then(() => child.kill("SIGINT"));
      };
      return lab.configure(args, { onStart });
    };
    const changed = await pressed("--webhook-url", HOOK);
    assert.equal(changed.code, 130);
    assert.match(
      changed.stderr,
      /\nerror: interrupted: the number may have been changed\n {2}→ npm run configure-webhook -- --dry-run shows it, and --restore undoes it\n$/,
    );
    const restored = await pressed("--restore");
    assert.equal(restored.code, 130);
    assert.match(
      restored.stderr,
      /interrupted: the number may have been set back already\n {2}→ run it again/,
    );
    lab.twilio.updatesHang = false;
    assert.equal((await lab.configure(["--restore"])).code, 0);
    assert.equal(lab.twilio.number.voice_url, FIRST_URL);
  });

  it("sends the credentials to no other machine", async () => {
    const { code, stderr } = await lab.configure(["--webhook-url", HOOK], {
      env: { TWILIO_BASE_URL: "https://api.example.com" },
    });
    assert.equal(code, 2);
    assert.match(stderr, /TWILIO_BASE_URL may only name this machine/);
  });
});
