import assert from "node:assert/strict";
import { clientsOf, emulatorsOrSkip, makeSecret, runOn } from "../../support/emulator/awsLab";
import { freePort, startMoto, type Emulator } from "../../support/emulator/emulators";
import { SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../../support/scripts/script";
import { newCredentials } from "../../support/twilio/twilioCredentials";
import { startWebhook, streamTwiml, type WebhookServer } from "../../support/twilio/webhookServer";

const own = newCredentials();
const SECRET = "pipecat/answer";
const authToken = own.TWILIO_AUTH_TOKEN;
const body = streamTwiml("wss://phone.example.com/media-stream");

// The webhook checks signatures with Twilio's own library. That the phone service does, only a deployed stack shows.
describe("test-webhook", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let moto: Emulator | undefined;
  let webhook: WebhookServer;

  before(async function () {
    moto = await emulatorsOrSkip(this, startMoto);
    await makeSecret(clientsOf(moto), SECRET, own);
    webhook = await startWebhook({ authToken, body });
  });
  after(async () => {
    if (moto === undefined) return;
    await webhook.stop();
    await moto.stop();
  });

  function call(
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = { NODE_EXTRA_CA_CERTS: webhook.caFile },
  ): Promise<ScriptResult> {
    const url = args.includes("--webhook-url") ? [] : ["--webhook-url", webhook.url];
    const given = ["--secret-id", SECRET, ...url, ...args];
    return runOn(moto, own, "test-webhook", given, env);
  }

  it("passes a webhook that answers Twilio and refuses everybody else", async () => {
    webhook.behaviour = { authToken, body };
    const stream = ["--media-stream-url", "wss://phone.example.com/media-stream"];
    const { code, stdout, stderr } = await call(stream);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /ok {4}tls +TLSv1\.3, certificate until \d{4}-\d\d-\d\d\n/);
    assert.match(stdout, /ok {4}signed call +HTTP 200 in \d+ ms/);
    assert.match(stdout, /ok {4}twiml +streams to wss:\/\/phone\.example\.com\/media-stream\n/);
    assert.match(stdout, /ok {4}wrong signature +refused: HTTP 403\n/);
    assert.match(stdout, /ok {4}no signature +refused: HTTP 403\n/);
  });

  it("fails a webhook that takes any signature, or has another account's token", async () => {
    webhook.behaviour = { body };
    const open = await call();
    assert.equal(open.code, 1);
    assert.match(
      open.stdout,
      /FAIL {2}wrong signature +HTTP 200: is accepted: anybody can start calls/,
    );

    webhook.behaviour = { authToken: newCredentials().TWILIO_AUTH_TOKEN, body };
    const other = await call();
    assert.equal(other.code, 1);
    assert.match(other.stdout, /FAIL {2}signed call +HTTP 403: the right signature is refused/);
  });

  it("fails a stream that Twilio would not open, and a redirect", async () => {
    webhook.behaviour = { authToken, body: streamTwiml("ws://phone.example.com/media-stream") };
    const plain = await call();
    assert.equal(plain.code, 1);
    assert.match(
      plain.stdout,
      /FAIL {2}twiml +the answer names a ws:\/\/ stream: Twilio opens wss:\/\/ only/,
    );

    webhook.behaviour = { authToken, status: 301 };
    const moved = await call();
    assert.equal(moved.code, 1);
    assert.match(moved.stdout, /FAIL {2}signed call +HTTP 301: redirected/);

    webhook.behaviour = { status: 302 };
    const all = await call();
    assert.match(all.stdout, /FAIL {2}wrong signature +HTTP 302: is redirected, not refused/);
    assert.doesNotMatch(all.stdout, /anybody can start calls/);
  });

  it("tells what passed, too, where an unwelcome request gets no answer", async () => {
    webhook.behaviour = { authToken, body, breaksOff: true };
    const { code, stdout } = await call();
    assert.equal(code, 1);
    assert.match(stdout, /ok {4}signed call +HTTP 200/);
    for (const name of ["wrong signature", "no signature "]) {
      const line = new RegExp(
        `FAIL {2}${name} +localhost:\\d+ gives no answer: the connection was`,
      );
      assert.match(stdout, line);
    }
  });

  it("sends nothing to a server whose certificate is not trusted, even where Node is told to trust all", async () => {
    webhook.behaviour = { authToken, body };
    const { code, stderr } = await call([], { NODE_TLS_REJECT_UNAUTHORIZED: "0" });
    assert.equal(code, 1);
    assert.match(
      stderr,
      /localhost:\d+ gives no answer: TLS failed \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
    );
  });

  it("names a webhook that is down, and refuses plain HTTP", async () => {
    const down = await call(["--webhook-url", `https://localhost:${await freePort()}/`]);
    assert.equal(down.code, 1);
    assert.match(down.stderr, /gives no answer: the connection was refused/);

    const plain = await call(["--webhook-url", "http://localhost/"]);
    assert.equal(plain.code, 2);
  });
});
