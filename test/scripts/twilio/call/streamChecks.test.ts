import assert from "node:assert/strict";
import type { Agent } from "node:http";
import { outgoingAgent } from "../../../../scripts/network/outgoing";
import { streamChecks } from "../../../../scripts/twilio/call/streamChecks";
import { newCredentials } from "../../../support/twilio/twilioCredentials";
import {
  startWebhook,
  STREAM_URL,
  type WebhookServer,
} from "../../../support/twilio/webhookServer";

const own = newCredentials();
const authToken = own.TWILIO_AUTH_TOKEN;
const limits = { frames: 5, handshakeMs: 500, answerMs: 50, closeMs: 300 };
const SILENCE = Buffer.alloc(160, 0xff).toString("base64");

// The stream is a TLS server of the test, behind a proxy. Twilio does not document how long it waits.
describe("streamChecks", () => {
  let server: WebhookServer;
  let agent: Agent | undefined;

  before(async () => {
    server = await startWebhook({}, { authToken });
    agent = await outgoingAgent({
      HTTPS_PROXY: server.env.HTTPS_PROXY,
      AWS_CA_BUNDLE: server.env.NODE_EXTRA_CA_CERTS,
    });
  });
  after(() => server.stop());

  async function lines(stream: WebhookServer["stream"], url = STREAM_URL): Promise<string[]> {
    server.stream = stream;
    const call = { accountSid: own.TWILIO_ACCOUNT_SID, callSid: "CA0", parameters: { token: "t" } };
    const checks = await streamChecks({ url, call, authToken, agent, limits });
    return checks.map(({ name, result, detail }) => `${result} ${name}: ${detail}`);
  }

  it("plays a call, and checks that only Twilio's signature opens the stream", async () => {
    const [opened = "", ...rest] = await lines({ authToken, token: "t" });
    assert.match(opened, /^ok stream: opened in \d+ ms$/);
    assert.deepEqual(rest, [
      "ok stream: audio: 0.1 s came back",
      "ok stream: close: answered",
      "ok stream: wrong signature: refused: HTTP 403",
      "ok stream: no signature: refused: HTTP 403",
    ]);
    assert.deepEqual(new Set(server.tunnels), new Set(["phone.example.com:443"]));
  });

  it("fails a stream that anybody can open, and one that Twilio cannot", async () => {
    const open = await lines({});
    assert.deepEqual(open.slice(3), [
      "fail stream: wrong signature: HTTP 101: is accepted: anybody can start streams",
      "fail stream: no signature: HTTP 101: is accepted: anybody can start streams",
    ]);
    const [other] = await lines({ authToken: newCredentials().TWILIO_AUTH_TOKEN });
    assert.match(other ?? "", /^fail stream: HTTP 403 .*31920\): the right signature is refused$/);
    const [missing] = await lines({ status: 404 });
    assert.match(missing ?? "", /^fail stream: HTTP 404 instead of 101 \(Twilio's error 31920\)$/);
    const [nowhere] = await lines({}, "wss://nowhere.invalid/media-stream");
    assert.match(nowhere ?? "", /^fail stream: nowhere\.invalid gives no answer .*31901\)$/);
    const [late] = await lines({ hangs: true });
    assert.match(late ?? "", /^fail stream: phone\.example\.com .*none in time .*31901\)$/);
  });

  it("names a stream that the service ends, and a close that it does not answer", async () => {
    const ended = await lines({ authToken, endsWith: 1011 });
    assert.match(ended[2] ?? "", /^fail stream: close: .*itself, with code 1011 .*31921\)$/);
    const refused = await lines({ authToken, token: "another" });
    assert.match(refused[2] ?? "", /^fail stream: close: .*itself, with code 1008 .*31921\)$/);
    const deaf = await lines({ authToken, neverCloses: true });
    assert.equal(deaf[2], "fail stream: close: not answered in time");
  });

  it("reports what the stream sent: audio, nothing, or messages that Twilio would refuse", async () => {
    const silent = await lines({ authToken, silent: true });
    assert.match(silent[1] ?? "", /^note stream: audio: no audio came back/);
    const says = JSON.stringify({ event: "media", streamSid: "MZ", media: { payload: SILENCE } });
    assert.equal((await lines({ authToken, says }))[1], "ok stream: audio: 0.1 s came back");
    for (const [bad, words] of [
      ["hello", "a message that is not JSON"],
      [Buffer.from([1, 2]), "a message that is not JSON"],
      [JSON.stringify({ event: "stop" }), "a message that is neither media, mark nor clear"],
      [JSON.stringify({ event: "mark" }), "a mark without a name"],
      [
        JSON.stringify({ event: "media", media: { payload: "?" } }),
        "media whose payload is not base64",
      ],
    ] as const) {
      const [, audio = ""] = await lines({ authToken, says: bad });
      assert.match(audio, new RegExp(`^fail stream: audio: .* sent ${words} .*31924\\)$`));
    }
  });
});
