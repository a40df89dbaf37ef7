import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { clientsOf, emulatorsOrSkip, makeSecret, runOn } from "../../support/emulator/awsLab";
import { freePort, startMoto, type Emulator } from "../../support/emulator/emulators";
import { SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../../support/scripts/script";
import { newCredentials } from "../../support/twilio/twilioCredentials";
import {
  startWebhook,
  STREAM_URL,
  streamTwiml,
  type WebhookServer,
} from "../../support/twilio/webhookServer";

const own = newCredentials();
const SECRET = "pipecat/answer";
const authToken = own.TWILIO_AUTH_TOKEN;
const token = randomBytes(16).toString("hex");
const body = streamTwiml(STREAM_URL, { token });

// The test's webhook and stream check signatures with Twilio's own library. Only a deployed stack can show that the phone service
// does so too.
describe("test-webhook", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let moto: Emulator | undefined;
  let webhook: WebhookServer;

  before(async function () {
    moto = await emulatorsOrSkip(this, startMoto);
    await makeSecret(clientsOf(moto), SECRET, own);
    webhook = await startWebhook({ authToken, body }, { authToken, token });
  });
  after(async () => {
    if (moto === undefined) return;
    await webhook.stop();
    await moto.stop();
  });

  function call(
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = webhook.env,
  ): Promise<ScriptResult> {
    const url = args.includes("--webhook-url") ? [] : ["--webhook-url", webhook.url];
    const given = ["--secret-id", SECRET, ...url, ...args];
    return runOn(moto, own, "test-webhook", given, env);
  }

  it("passes a webhook that answers Twilio and refuses everybody else", async () => {
    webhook.behaviour = { authToken, body };
    const stream = ["--media-stream-url", STREAM_URL];
    const { code, stdout, stderr } = await call(stream);
    assert.equal(code, 0, stdout + stderr);
    assert.ok(!stdout.includes(token), "what the TwiML holds is not shown");
    assert.match(stdout, /ok {4}tls +TLSv1\.3, certificate until \d{4}-\d\d-\d\d\n/);
    assert.match(stdout, /ok {4}signed call +HTTP 200 in \d+ ms/);
    assert.match(stdout, /ok {4}twiml +streams to wss:\/\/phone\.example\.com\/media-stream\n/);
    assert.match(stdout, /ok {4}wrong signature +refused: HTTP 403\n/);
    assert.match(stdout, /ok {4}no signature +refused: HTTP 403\n/);
    assert.match(stdout, /ok {4}stream +opened in \d+ ms\n/);
    assert.match(stdout, /ok {4}stream: audio +1\.0 s came back\n/);
    assert.match(stdout, /ok {4}stream: close +answered\n/);
    assert.match(stdout, /ok {4}stream: wrong signature +refused: HTTP 403\n/);
    assert.match(stdout, /ok {4}stream: no signature +refused: HTTP 403\n/);
    const media = webhook.events.filter((event) => event === "media").length;
    assert.deepEqual(
      [webhook.events.slice(0, 2), media, webhook.events.at(-1)],
      [["connected", "start"], 50, "stop"],
    );
  });

  it("fails a stream with a wrong host name or a wrong path", async () => {
    webhook.behaviour = { authToken, body: streamTwiml("wss://nowhere.invalid/media-stream") };
    const nowhere = await call();
    assert.equal(nowhere.code, 1);
    assert.match(nowhere.stdout, /FAIL {2}stream +nowhere\.invalid gives no answer .*31901/);
    webhook.behaviour = { authToken, body };
    webhook.stream = { status: 404 };
    const path = await call();
    assert.equal(path.code, 1);
    assert.match(path.stdout, /FAIL {2}stream +HTTP 404 instead of 101 \(Twilio's error 31920\)/);
    webhook.stream = { authToken, token };
  });

  it("fails a webhook that accepts any signature, or has another account's token", async () => {
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

  it("also reports the checks that passed if a request that must be refused gets no answer", async () => {
    webhook.behaviour = { authToken, body, breaksOff: true };
    const { code, stdout } = await call();
    assert.equal(code, 1);
    assert.match(stdout, /ok {4}signed call +HTTP 200/);
    for (const name of ["wrong signature", "no signature "]) {
      const line = new RegExp(
        `FAIL {2}${name} +phone\\.example\\.com gives no answer: the connection was`,
      );
      assert.match(stdout, line);
    }
  });

  it("sends nothing to a server whose certificate is not trusted, even if Node is set to trust every certificate", async () => {
    webhook.behaviour = { authToken, body };
    const { code, stderr } = await call([], {
      HTTPS_PROXY: webhook.env.HTTPS_PROXY,
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
    });
    assert.equal(code, 1);
    assert.match(
      stderr,
      /phone\.example\.com gives no answer: TLS failed \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
    );
  });

  it("names a webhook that cannot be reached, and refuses plain HTTP", async () => {
    const env = { NO_PROXY: "localhost", HTTPS_PROXY: webhook.env.HTTPS_PROXY };
    const down = await call(["--webhook-url", `https://localhost:${await freePort()}/`], env);
    assert.equal(down.code, 1);
    assert.match(down.stderr, /gives no answer: the connection was refused/);

    const plain = await call(["--webhook-url", "http://localhost/"]);
    assert.equal(plain.code, 2);
  });
});
