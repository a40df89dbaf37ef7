import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Inspector, type Evidence } from "../../policy/search/inspector";

function titlesIn(text: string, sought: Evidence): string[] {
  const { findings } = new Inspector([]).inspect(text);
  return findings.flatMap(({ title, evidence }) => (evidence === sought ? [title] : [])).sort();
}

// Shows that a text is read on after its first credential. Does not show what counts as one: the corpus does.
describe("a text with several credentials of one account", () => {
  const token = (): string => randomBytes(16).toString("hex");

  it("has one finding for each kind of secret, however many there are of one kind", () => {
    const secret = `Zq${randomBytes(15).toString("hex")}`;
    // So far below `twilio`, only the block says whose the secret is.
    const filler = Array.from({ length: 60 }, (_, at) => `  retries${at}: ${at}\n`).join("");
    const [first, second, third] = [token(), token(), secret].map(
      (value) => `  secret: ${value}\n`,
    );
    const text = `twilio:\n${first}${second}${filler}${third}`;
    assert.deepEqual(titlesIn(text, "context"), ["API key secret", "auth token"]);
  });

  it("has one finding for each name that a placeholder stands under", () => {
    const text =
      "[twilio]\nauth_token = changeme\nauth_token = changeme\napi_secret = changeme\nphone_number = changeme\n";
    assert.deepEqual(titlesIn(text, "assignment"), [
      "TWILIO_API_SECRET",
      "TWILIO_AUTH_TOKEN",
      "TWILIO_PHONE_NUMBER",
    ]);
  });
});
