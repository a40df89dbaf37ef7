import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { clientsOf, emulatorsOrSkip, makeSecret, runOn } from "../../support/emulator/awsLab";
import { startMoto, type Emulator } from "../../support/emulator/emulators";
import { FIRST_URL, useNumberLab } from "../../support/emulator/numberLab";
import { ROOT } from "../../support/program/devStack";
import { isRunning, skipWithoutCommandLines, untilRuns } from "../../support/scripts/commandLines";
import { runScript, SCRIPTS_TIMEOUT_MS } from "../../support/scripts/script";
import { newCredentials } from "../../support/twilio/twilioCredentials";
import { startWebhook, STREAM_URL, streamTwiml } from "../../support/twilio/webhookServer";

const own = newCredentials();
const HOOK = "https://phone.example.com/incoming-call";
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

// Sends real signals to real processes. Twilio and the webhook are servers of the tests. Each signal goes to
// the script's process only.
describe("A signal to configure-webhook", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  const lab = useNumberLab(own, "pipecat/signals");

  for (const signal of SIGNALS) {
    it(`${signal}: the script says that the number may have been changed, and --restore restores it`, async () => {
      const { twilio } = lab;
      twilio.updatesHang = true;
      const onStart = (child: ChildProcess): void => {
        void twilio.untilUpdate().then(() => child.kill(signal));
      };
      const { code, stderr } = await lab.configure(["--webhook-url", HOOK], { onStart });
      assert.equal(code, 130, stderr);
      assert.match(
        stderr,
        /\nerror: interrupted: the number may have been changed\n {2}→ npm run configure-webhook -- --dry-run shows it, and --restore undoes it\n$/,
      );
      twilio.updatesHang = false;
      assert.equal(twilio.number.voice_url, HOOK, "Twilio has made it");
      assert.equal((await lab.configure(["--restore"])).code, 0);
      assert.equal(twilio.number.voice_url, FIRST_URL);
    });
  }
});

describe("A signal to test-webhook", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let moto: Emulator | undefined;

  before(async function () {
    moto = await emulatorsOrSkip(this, startMoto);
    await makeSecret(clientsOf(moto), "pipecat/signals", own);
  });
  after(() => moto?.stop());

  for (const signal of SIGNALS) {
    it(`${signal} ends the script with a message while it waits for the stream`, async () => {
      const behaviour = { authToken: own.TWILIO_AUTH_TOKEN, body: streamTwiml(STREAM_URL) };
      const webhook = await startWebhook(behaviour, { hangs: true });
      const onStart = (child: ChildProcess): void => {
        // The signed request, the two requests that must be refused, and the stream.
        void until(() => webhook.tunnels.length >= 4).then(() => child.kill(signal));
      };
      const args = ["--secret-id", "pipecat/signals", "--webhook-url", webhook.url];
      const started = Date.now();
      const result = await runOn(moto, own, "test-webhook", args, webhook.env, onStart);
      assert.equal(result.code, 130, result.stderr);
      assert.match(result.stderr, /\nerror: interrupted\n {2}→ run it again\n$/);
      assert.ok(Date.now() - started < SCRIPTS_TIMEOUT_MS / 2);
      await webhook.stop();
    });
  }
});

describe("A signal to cost", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);

  for (const [signal, exitCode] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    it(`${signal} ends the script with a message, and also ends the Pulumi program that it evaluates`, async function () {
      skipWithoutCommandLines(this);
      let program: Promise<number> | undefined;
      const onStart = (child: ChildProcess): void => {
        program = untilRuns(child.pid ?? assert.fail(), /@pulumi.pulumi.cmd.run\b/).then((pid) => {
          child.kill(signal);
          return pid;
        });
      };
      const { code, stdout, stderr } = await runScript("cost", ["--json"], { cwd: ROOT, onStart });
      assert.equal(code, exitCode, stderr);
      assert.equal(stderr, "error: interrupted\n");
      assert.match(stdout, /^\{"schemaVersion":1,"ok":false,"error":"interrupted"\}\n$/);
      const pid = await program;
      assert.ok(pid !== undefined);
      await until(() => !isRunning(pid));
    });
  }
});

/** Waits until the condition is true. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}
