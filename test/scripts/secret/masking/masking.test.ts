import assert from "node:assert/strict";
import { refuseDebugLogs } from "../../../../scripts/terminal/process/debugLogs";
import { masked, shownUrl } from "../../../../scripts/secret/masking/mask";
import { RedactedLines } from "../../../../scripts/secret/masking/redact";
import { ScriptError } from "../../../../scripts/terminal/scriptError";
import { newCredentials } from "../../../support/twilio/twilioCredentials";

const own = newCredentials();

// Checks the functions only. The tests in test/emulator assert that whole scripts print no credential.
describe("Masking", () => {
  it("shows a credential's prefix class and length, and a URL without its secrets", () => {
    assert.equal(masked("TWILIO_ACCOUNT_SID", own.TWILIO_ACCOUNT_SID), "AC… 34 characters");
    assert.equal(masked("TWILIO_ACCOUNT_SID", "oops"), "… 4 characters");
    assert.equal(masked("TWILIO_AUTH_TOKEN", own.TWILIO_AUTH_TOKEN), "… 32 characters");
    assert.equal(shownUrl("https://u:p@host.example/path?token=x"), "https://host.example/path?…");
    assert.equal(shownUrl(""), "(none)");
  });

  it("blanks credentials in the CLI's output, also if they are split over several chunks", () => {
    const lines: string[] = [];
    const redacted = new RedactedLines(own, (line) => lines.push(line));
    const token = own.TWILIO_AUTH_TOKEN;
    redacted.write(`a ${token.slice(0, 9)}`);
    redacted.write(`${token.slice(9)} b\nc`);
    redacted.end();
    assert.deepEqual(lines, ["a [TWILIO_AUTH_TOKEN] b", "c"]);
  });

  it("blanks every secret of the config too, each line of it, the longer one first", () => {
    const lines: string[] = [];
    const long = `${own.TWILIO_API_SECRET}${own.TWILIO_API_SECRET}`;
    const key = `-----BEGIN-----\n${own.TWILIO_AUTH_TOKEN}\n`;
    const values = { ...own, "extra:LONG": long, "extra:KEY": key, "extra:SHORT": "1" };
    const redacted = new RedactedLines(values, (line) => lines.push(line));
    redacted.write(`${long} 1 task\n${own.TWILIO_AUTH_TOKEN}\n`);
    assert.equal(lines[0], "[extra:LONG] 1 task");
    assert.match(lines[1] ?? "", /^\[(TWILIO_AUTH_TOKEN|extra:KEY)\]$/);
  });

  it("refuses to start if a library's log would print requests", () => {
    for (const env of [
      { NODE_DEBUG: "http" },
      { NODE_DEBUG: "fs,tls" },
      { NODE_DEBUG: "child_process" },
      { DEBUG: "*" },
      { TWILIO_LOG_LEVEL: "debug" },
      { TF_LOG: "TRACE" },
      { GODEBUG: "gctrace=1,http2debug=2" },
    ]) {
      assert.throws(
        () => {
          refuseDebugLogs(env);
        },
        (error) => error instanceof ScriptError && error.exitCode === 2,
      );
    }
    refuseDebugLogs({ NODE_DEBUG: "module", DEBUG: "mocha:runner", TWILIO_LOG_LEVEL: "info" });
  });
});
