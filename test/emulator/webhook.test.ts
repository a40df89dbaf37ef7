import { DeleteSecretCommand } from "@aws-sdk/client-secrets-manager";
import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientsOf, emulatorsOrSkip, makeSecret, runOn } from "../support/awsLab";
import { startMoto, type Emulator } from "../support/emulators";
import { SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../support/script";
import { assertNoCredential, newCredentials } from "../support/twilioCredentials";
import { newNumber, TwilioServer } from "../support/twilioServer";

const own = newCredentials();
const SECRET = "pipecat/webhook";
const HOOK = "https://phone.example.com/incoming-call";

// Twilio is twilioServer.ts: openApi.test.ts says how far it answers as Twilio does. The secret is on moto.
describe("configure-webhook", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let moto: Emulator | undefined;
  let twilio: TwilioServer;
  let base: string;
  let state: string;

  before(async function () {
    moto = await emulatorsOrSkip(this, startMoto);
    await makeSecret(clientsOf(moto), SECRET, own);
  });
  after(() => moto?.stop());

  beforeEach(async () => {
    twilio = new TwilioServer(own);
    base = await twilio.start();
    state = mkdtempSync(join(tmpdir(), "pipecat-state-"));
  });
  afterEach(() => twilio.stop());

  function configure(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<ScriptResult> {
    const given = args.includes("--secret-id") ? args : ["--secret-id", SECRET, ...args];
    const local = { TWILIO_BASE_URL: base, XDG_STATE_HOME: state, ...env };
    return runOn(moto, own, "configure-webhook", given, local);
  }

  it("shows before and after, sets the URL, does nothing twice, and restores it", async () => {
    const dry = await configure(["--webhook-url", HOOK, "--dry-run"]);
    assert.equal(dry.code, 0, dry.stderr);
    assert.equal(twilio.number.voice_url, "https://demo.twilio.com/welcome/voice/");
    assert.equal(existsSync(join(state, "pipecat-phone-service")), false);
    assert.match(
      dry.stdout,
      /voice {6}POST https:\/\/demo\.twilio\.com\/welcome\/voice\/\n {8}→ {2}POST https:\/\/phone\.example\.com\/incoming-call\n/,
    );
    assert.match(dry.stdout, /twilio +account AC… 34 characters\nnumber +\+… 12 characters\n/);

    const callback = ["--status-callback", "https://phone.example.com/ended"];
    const first = await configure(["--webhook-url", HOOK, ...callback]);
    assert.equal(first.code, 0, first.stderr);
    assert.equal(twilio.number.voice_url, HOOK);
    assert.equal(twilio.number.voice_method, "POST");
    assert.equal(twilio.number.status_callback, "https://phone.example.com/ended");

    const asked = twilio.requests.length;
    const second = await configure(["--webhook-url", HOOK]);
    assert.equal(second.code, 0);
    assert.match(second.stdout, /The number is set so already: nothing to change\./);
    assert.equal(twilio.requests.length, asked + 1, "reads, and sends no update");

    const restored = await configure(["--restore"]);
    assert.equal(restored.code, 0, restored.stderr);
    assert.equal(twilio.number.voice_url, "https://demo.twilio.com/welcome/voice/");
    assert.equal(twilio.number.status_callback, "");
    const again = await configure(["--restore"]);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /holds no change of this number: nothing to restore/);
  });

  it("keeps the previous URL for its owner alone, and without a credential", async () => {
    twilio.number.voice_url = "https://user:word@old.example.com/voice?token=abc";
    const { code, stdout } = await configure(["--webhook-url", HOOK]);
    assert.equal(code, 0);
    assert.match(stdout, /voice {6}POST https:\/\/old\.example\.com\/voice\?…\n/);
    assert.doesNotMatch(stdout, /word|abc/);
    const folder = join(state, "pipecat-phone-service", "webhooks");
    const [name = ""] = readdirSync(folder);
    assert.equal(name, `${twilio.number.sid}.json`);
    assert.equal(statSync(join(folder, name)).mode & 0o077, 0);
    assertNoCredential(readFileSync(join(folder, name), "utf8"), own);
    await configure(["--restore"]);
    assert.equal(twilio.number.voice_url, "https://user:word@old.example.com/voice?token=abc");
  });

  it("does not restore over what somebody else has set since", async () => {
    await configure(["--webhook-url", HOOK]);
    twilio.number.voice_url = "https://else.example.com/";
    const { code, stderr } = await configure(["--restore"]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /the number points at https:\/\/else\.example\.com\/: somebody has changed it/,
    );
    assert.equal(twilio.number.voice_url, "https://else.example.com/");
  });

  it("keeps the way back when Twilio fails half way", async () => {
    twilio.updatesFail = true;
    const failed = await configure(["--webhook-url", HOOK]);
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /Twilio answered HTTP 500/);
    twilio.updatesFail = false;
    await configure(["--webhook-url", HOOK]);
    assert.equal(twilio.number.voice_url, HOOK);
    assert.equal((await configure(["--restore"])).code, 0);
    assert.equal(twilio.number.voice_url, "https://demo.twilio.com/welcome/voice/");
    assert.equal((await configure(["--restore"])).code, 1, "the change was noted once");
  });

  it("changes nothing where the way back cannot be kept, or is damaged", async () => {
    const nowhere = await configure(["--webhook-url", HOOK], { XDG_STATE_HOME: "/dev/null" });
    assert.equal(nowhere.code, 2);
    assert.match(
      nowhere.stderr,
      /^error: \/dev\/null\/\S+\/PN\w+\.json cannot be written\n {2}→ check the folder/m,
    );

    const folder = join(state, "pipecat-phone-service", "webhooks");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${twilio.number.sid}.json`), '[{"before":');
    for (const args of [["--webhook-url", HOOK], ["--restore"]]) {
      const { code, stderr } = await configure(args);
      assert.equal(code, 2);
      assert.match(stderr, /PN\w+\.json is damaged\n {2}→ look at it, then: mv /);
    }
    assert.equal(twilio.number.voice_url, "https://demo.twilio.com/welcome/voice/");
  });

  it("refuses plain HTTP, a number of another account, and one that answers elsewhere", async () => {
    const plain = await configure(["--webhook-url", "http://phone.example.com/"]);
    assert.equal(plain.code, 2);
    assert.match(
      plain.stderr,
      /the webhook URL is http:\/\/…: Twilio would send the calls' data in plain text/,
    );
    assert.equal(twilio.requests.length, 0);

    twilio.number.trunk_sid = `TK${"0".repeat(32)}`;
    const trunk = await configure(["--webhook-url", HOOK]);
    assert.equal(trunk.code, 1);
    assert.match(
      trunk.stderr,
      /a SIP trunk takes the calls of PN\w+: Twilio ignores its voice URL/,
    );

    // The filter finds it, because it contains the number; it is another one.
    const longer = newNumber({ ...own, TWILIO_PHONE_NUMBER: `${own.TWILIO_PHONE_NUMBER}1` });
    twilio.numbers.splice(0, 1, longer);
    const foreign = await configure(["--webhook-url", HOOK]);
    assert.equal(foreign.code, 1);
    assert.match(
      foreign.stderr,
      /TWILIO_PHONE_NUMBER \(\+… 12 characters\) is not a number of TWILIO_ACCOUNT_SID \(AC… 34 characters\)/,
    );
    assert.deepEqual(
      twilio.requests.filter((request) => request.startsWith("POST")),
      [],
    );
  });

  it("refuses to restore and to set at once, and names a secret that is not there", async () => {
    for (const other of ["--webhook-url", "--status-callback"]) {
      const { code, stderr } = await configure(["--restore", other, HOOK]);
      assert.equal(code, 2);
      assert.ok(stderr.startsWith(`error: --restore and ${other} say different things\n  → `));
    }
    const { code, stderr } = await configure(["--webhook-url", HOOK, "--secret-id", "pipecat/no"]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /error: there is no secret pipecat\/no in eu-north-1, account 123456789012; under pipecat\/ there are: pipecat\/webhook\n/,
    );
    assert.equal(twilio.requests.length, 0);
  });

  it("says how to get back a secret that is scheduled for deletion", async () => {
    assert.ok(moto !== undefined);
    const clients = clientsOf(moto);
    await makeSecret(clients, "pipecat/dropped", own);
    await clients.secrets.send(new DeleteSecretCommand({ SecretId: "pipecat/dropped" }));
    const given = ["--webhook-url", HOOK, "--secret-id", "pipecat/dropped"];
    const { code, stderr } = await configure(given);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /error: the secret pipecat\/dropped is scheduled for deletion: nothing can read it\n {2}→ aws secretsmanager restore-secret --secret-id pipecat\/dropped --region eu-north-1\n$/,
    );
  });

  it("words Twilio's refusals without the account SID", async () => {
    for (const [status, code, expected] of [
      [401, 20003, /Twilio does not accept TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN/],
      [403, 20008, /these are Twilio's test credentials/],
      [429, 20429, /Twilio throttles the requests/],
      [503, 20503, /Twilio answered HTTP 503, error 20503/],
    ] as const) {
      twilio.failure = { status, code };
      const { code: exit, stderr } = await configure(["--webhook-url", HOOK]);
      assert.equal(exit, 1);
      assert.match(stderr, expected);
    }
  });

  it("gives the credentials to no other machine", async () => {
    const { code, stderr } = await configure(["--webhook-url", HOOK], {
      TWILIO_BASE_URL: "https://api.example.com",
    });
    assert.equal(code, 2);
    assert.match(stderr, /TWILIO_BASE_URL may only name this machine/);
  });
});
