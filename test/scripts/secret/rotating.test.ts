import assert from "node:assert/strict";
import { namesChecks } from "../../../scripts/ecs/definition/definitionChecks";
import { RedactedLines } from "../../../scripts/secret/masking/redact";
import { keyChecks, parseCredentials } from "../../../scripts/secret/secretContents";
import { ALL_CREDENTIALS } from "../../../infra/credentials/twilioCredentials";
import { assertNoCredential, rotatingCredentials } from "../../support/twilio/twilioCredentials";

const six = rotatingCredentials();
const NEXT = "TWILIO_AUTH_TOKEN_NEXT";
const ARN =
  "arn:aws:secretsmanager:eu-north-1:123456789012:secret:pipecat/twilio-credentials-AbCdEf";

// Checks names and texts only. The tests in test/emulator read secrets from an emulator.
describe("A secret while its auth token is being rotated", () => {
  it("has six keys, the sixth with its form", () => {
    const checks = keyChecks(six);
    assert.deepEqual(
      checks.map(({ name, result }) => [name, result]),
      ALL_CREDENTIALS.map(({ name }) => [name, "ok"]),
    );
    assert.deepEqual(parseCredentials(JSON.stringify(six)), six);
    assertNoCredential(JSON.stringify(checks), six);
  });

  it("fails with a sixth key that is malformed, empty, a number or the present token", () => {
    const wrong = [six.TWILIO_AUTH_TOKEN_NEXT.slice(1), "", 15005550006, six.TWILIO_AUTH_TOKEN];
    for (const value of wrong) {
      const found = keyChecks({ ...six, [NEXT]: value }).filter(({ result }) => result === "fail");
      assert.deepEqual(
        found.map(({ name }) => name),
        [NEXT],
      );
      assert.throws(() => parseCredentials(JSON.stringify({ ...six, [NEXT]: value })));
    }
  });

  it("is passed to a container with five or six references, and the sixth refers to its own key", () => {
    const of = (names: readonly string[], key = (name: string) => name) =>
      names.map((name) => ({ container: "c", name, valueFrom: `${ARN}:${key(name)}::v` }));
    const names = ALL_CREDENTIALS.map(({ name }) => name);
    assert.deepEqual(namesChecks(of(names)), []);
    assert.deepEqual(namesChecks(of(names.slice(0, 5))), []);
    const crossed = of(names, (name) => (name === NEXT ? "TWILIO_AUTH_TOKEN" : name));
    assert.deepEqual(
      namesChecks(crossed).map(({ name, detail }) => [name, detail]),
      [[NEXT, "gets another key of the secret"]],
    );
  });

  it("is masked in another program's output: all six values", () => {
    const lines: string[] = [];
    const redacted = new RedactedLines(six, (line) => lines.push(line));
    redacted.write(`${Object.values(six).join(" and ")}\nleft`);
    redacted.end();
    assert.deepEqual(lines, [ALL_CREDENTIALS.map(({ name }) => `[${name}]`).join(" and "), "left"]);
  });
});
