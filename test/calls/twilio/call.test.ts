import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { Endpoint } from "../endpoint";
import { Call } from "./call";

const DOMAIN = "phone.example.com";
const STREAM = `<Response><Connect><Stream url="wss://${DOMAIN}/stream"/></Connect></Response>`;

// Shows that a call ends if the line is silent. Does not show how long the real Twilio waits for the upgrade of a stream.
describe("A simulated call", () => {
  let line: Server;
  let endpoint: Endpoint;
  let webhookAnswers = true;

  before(async () => {
    line = createServer((_, response) => {
      if (webhookAnswers) response.end(STREAM);
    }).listen(0, "127.0.0.1");
    line.on("upgrade", () => undefined);
    await once(line, "listening");
    endpoint = await Endpoint.start(DOMAIN);
    const address = line.address();
    assert.ok(address !== null && typeof address !== "string");
    endpoint.target = { host: "127.0.0.1", port: address.port };
  });
  after(async () => {
    await endpoint.stop();
    line.closeAllConnections();
    line.close();
  });

  function call(): Call {
    const context = {
      accountSid: `AC${randomBytes(16).toString("hex")}`,
      to: "+15005550006",
      webhookUrl: `https://${DOMAIN}/voice`,
      endpoint,
      signingToken: () => randomBytes(16).toString("hex"),
      answerWithinMs: 300,
    };
    return new Call(context, 1000);
  }

  it("is refused if nobody answers the upgrade of its stream", async () => {
    webhookAnswers = true;
    const silent = call();
    assert.equal(await silent.run(), "refused");
    assert.equal(silent.reason, "the stream failed: Opening handshake has timed out");
  });

  it("is refused if nobody answers the webhook", async () => {
    webhookAnswers = false;
    const silent = call();
    assert.equal(await silent.run(), "refused");
    assert.match(silent.reason, /^the webhook gave no answer: .*(?:abort|timeout)/);
  });
});
