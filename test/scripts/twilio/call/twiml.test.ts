import assert from "node:assert/strict";
import { parseTwiml as parse } from "../../../../scripts/twilio/call/twiml";

const BASE = new URL("https://h.example/incoming-call");

function parseTwiml(text: string) {
  return parse(text, BASE);
}

function twiml(url: string, inside = ""): string {
  return `<Response><Connect><Stream url="${url}">${inside}</Stream></Connect></Response>`;
}

// The rules are taken from Twilio's pages on TwiML, <Stream> and errors. No document was sent to Twilio.
describe("parseTwiml", () => {
  it("finds the stream among other verbs, and its parameters", () => {
    const body = `<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hi</Say><Connect>
      <Stream url="wss://h.example/ws"><Parameter name="a" value="b"/></Stream></Connect><Hangup/></Response>`;
    assert.deepEqual(parseTwiml(body), {
      streamUrl: "wss://h.example/ws",
      parameters: { a: "b" },
    });
  });

  it("reports what Twilio would refuse", () => {
    assert.match(parseTwiml("{}").fault ?? "", /^is not XML/);
    assert.match(parseTwiml("<Response><Connect>").fault ?? "", /^is not XML/);
    assert.equal(parseTwiml("<html/>").fault, "has no <Response>");
    assert.equal(
      parseTwiml("<Response><Say>Sorry</Say></Response>").fault,
      "has no <Connect><Stream url=…>",
    );
    assert.match(parseTwiml(twiml("ws://h.example/ws")).fault ?? "", /ws:\/\/ stream/);
    assert.match(parseTwiml(twiml("wss://h.example/ws?a=b")).fault ?? "", /query string/);
    assert.match(parseTwiml(twiml("wss://h.example:7860/ws")).fault ?? "", /port 443 only/);
    assert.match(parseTwiml(twiml("wss://h.example/ws#a")).fault ?? "", /a stream with a #/);
    assert.match(
      parseTwiml(`<!DOCTYPE Response>${twiml("wss://h.example/ws")}`).fault ?? "",
      /DOCTYPE.*12100/,
    );
    const long = `<Parameter name="a" value="${"b".repeat(500)}"/>`;
    assert.match(parseTwiml(twiml("wss://h.example/ws", long)).fault ?? "", /more than 500/);
  });

  it("reports what ends the call before the stream, and ignores what comes after it", () => {
    const connect = `<Connect><Stream url="wss://h.example/ws"/></Connect>`;
    for (const verb of ["Hangup", "Reject", "Redirect"]) {
      const before = parseTwiml(`<Response><${verb}/>${connect}</Response>`);
      assert.match(before.fault ?? "", new RegExp(`has <${verb}> before <Connect>`));
      const after = parseTwiml(`<Response>${connect}<${verb}/></Response>`);
      assert.equal(after.fault, undefined);
    }
  });

  it("reads character references", () => {
    assert.equal(parseTwiml(twiml("wss:&#47;&#x2f;h.example/ws")).streamUrl, "wss://h.example/ws");
  });

  it("accepts a relative URL, and the stream of a second <Connect>", () => {
    assert.deepEqual(parseTwiml(twiml("/media-stream")), {
      streamUrl: "wss://h.example/media-stream",
    });
    const second = `<Response><Connect><Room>r</Room></Connect>${twiml("wss://h.example/ws").slice(10)}`;
    assert.equal(parseTwiml(second).streamUrl, "wss://h.example/ws");
  });
});
