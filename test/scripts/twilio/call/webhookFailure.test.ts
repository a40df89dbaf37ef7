import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { twilioError } from "../../../../scripts/twilio/client";
import { webhookFailure } from "../../../../scripts/twilio/call/webhookFailure";
import { WebhookHistory } from "../../../../scripts/twilio/configure/webhookHistory";
import { callWebhook } from "../../../../scripts/twilio/call/webhookRequest";

function coded(code: string): Error {
  return Object.assign(new Error("a message that is never shown"), { code });
}

function told({ message, fix = "" }: { message: string; fix?: string | undefined }): string {
  return `${message} → ${fix}`;
}

// A server of the test stays silent, and the test makes the other errors. The time limit is taken from Twilio's documentation.
describe("A webhook without an answer", () => {
  it("is given up after Twilio's time limit, and the message says so", async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert.ok(address !== null && typeof address === "object");
    const url = new URL(`https://127.0.0.1:${address.port}/`);
    await assert.rejects(callWebhook(url, {}, { signed: undefined, timeoutMs: 200 }), {
      message: `${url.host} gives no answer: none within 15 s, where Twilio gives up`,
      fix: "check that the service runs and that port 443 is open",
    });
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it("is reported with its cause, and with a fix for this cause", () => {
    for (const [code, expected] of [
      ["ECONNRESET", /: the connection was reset → look at the service's log/],
      ["EAI_AGAIN", /: the host name could not be looked up → check this machine's network/],
      ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", /TLS failed \(UNABLE.* → a publicly trusted/],
      ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /TLS failed \(UNABLE.* → a publicly trusted/],
      ["EPROTO", /TLS failed \(EPROTO\) → check that the service runs/],
      ["HPE_INVALID_CONSTANT", /: HPE_INVALID_CONSTANT → check that the service runs/],
    ] as const) {
      assert.match(told(webhookFailure("host", coded(code))), expected);
    }
  });
});

describe("twilioError", () => {
  it("refers to Twilio's status page for faults at Twilio only", () => {
    for (const [error, expected] of [
      [
        { status: 503, code: 20503 },
        /HTTP 503, error 20503 → https:\/\/status\.twilio\.com shows Twilio's outages$/,
      ],
      [{ status: 400, code: 21402 }, /HTTP 400, error 21402 → https:\S+\/errors\/21402 says what/],
      [{ status: 302 }, /HTTP 302 → check the network and the proxy$/],
      [{ status: 407 }, /HTTP 407 → check the network and the proxy$/],
      [coded("ECONNREFUSED"), /^cannot reach Twilio → check the network and the proxy$/],
    ] as const) {
      assert.match(told(twilioError(error, "token")), expected);
    }
  });
});

describe("WebhookHistory", () => {
  it("ignores an empty or a relative XDG_STATE_HOME, so that nothing is written into the project", () => {
    const home = join(
      homedir(),
      ".local",
      "state",
      "pipecat-phone-service",
      "webhooks",
      "PN1.json",
    );
    for (const XDG_STATE_HOME of ["", "state", "./state"]) {
      assert.equal(new WebhookHistory("PN1", { XDG_STATE_HOME }).file, home);
    }
    assert.equal(new WebhookHistory("PN1", {}).file, home);
    const { file } = new WebhookHistory("PN1", { XDG_STATE_HOME: "/state" });
    assert.equal(file, "/state/pipecat-phone-service/webhooks/PN1.json");
  });
});
