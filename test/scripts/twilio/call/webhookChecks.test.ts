import assert from "node:assert/strict";
import type { Agent } from "node:http";
import { outgoingAgent } from "../../../../scripts/network/outgoing";
import { statusCheck, webhookChecks } from "../../../../scripts/twilio/call/webhookChecks";
import { newCredentials } from "../../../support/twilio/twilioCredentials";
import {
  startWebhook,
  STREAM_URL,
  streamTwiml,
  WEBHOOK_URL,
  type WebhookServer,
} from "../../../support/twilio/webhookServer";

const credentials = newCredentials();
const authToken = credentials.TWILIO_AUTH_TOKEN;

// Checks answers that are not followed by a stream. test/emulator/webhook/webhookAnswer.test.ts runs the whole command.
describe("webhookChecks", () => {
  let server: WebhookServer;
  let agent: Agent | undefined;

  before(async () => {
    server = await startWebhook({ authToken }, { status: 404 });
    agent = await outgoingAgent({
      HTTPS_PROXY: server.env.HTTPS_PROXY,
      AWS_CA_BUNDLE: server.env.NODE_EXTRA_CA_CERTS,
    });
  });
  after(() => server.stop());

  async function lines(behaviour: WebhookServer["behaviour"]): Promise<Map<string, string>> {
    server.behaviour = { authToken, ...behaviour };
    const url = new URL(WEBHOOK_URL);
    const checks = await webhookChecks({ url, credentials, mediaStreamUrl: STREAM_URL, agent });
    return new Map(checks.map(({ name, result, detail }) => [name, `${result} ${detail}`]));
  }

  it("fails TwiML that is longer than Twilio accepts, without reading it to its end", async () => {
    const body = `<Response>${" ".repeat(30_000_000)}</Response>`;
    const found = await lines({ body });
    assert.equal(found.get("twiml"), "fail the answer is longer than 64 kB (Twilio's error 11750)");
    assert.equal(found.has("stream"), false);
  });

  it("accepts TwiML with the content type of HTML, and a stream with a path instead of a URL", async () => {
    const found = await lines({ body: streamTwiml("/media-stream"), contentType: "text/html" });
    assert.match(found.get("signed call") ?? "", /^ok HTTP 200/);
    assert.equal(found.get("twiml"), `ok streams to ${STREAM_URL}`);
    assert.match(found.get("stream") ?? "", /^fail HTTP 404 instead of 101/);
    const plain = await lines({ body: streamTwiml(STREAM_URL), contentType: "text/plain" });
    assert.equal(plain.get("signed call"), "fail HTTP 200, but not as XML");
  });

  it("notes an answer that is slow but within Twilio's time limit", () => {
    const answer = {
      status: 200,
      contentType: "text/xml",
      body: "",
      tooLong: false,
      tlsVersion: "TLSv1.3",
      certificateUntil: new Date(),
    };
    const slow = statusCheck({ ...answer, milliseconds: 13_000 });
    assert.equal(slow.result, "note");
    assert.match(slow.detail, /13000 ms, Twilio waits 15 s: the caller hears nothing until then/);
    assert.equal(statusCheck({ ...answer, milliseconds: 900 }).result, "ok");
  });
});
