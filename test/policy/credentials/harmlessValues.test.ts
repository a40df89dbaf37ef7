import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { looksLikeCredential } from "../../../policy/credentials/harmlessValues";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

function random(characters: string, length: number): string {
  return Array.from({ length }, () => characters.charAt(randomInt(characters.length))).join("");
}

// Shows what counts as a credential of any kind. The corpus shows what the pack makes of it.
describe("a value that looks like a credential", () => {
  it("is an API key secret with its only digit at the end", () => {
    for (let i = 0; i < 1000; i++) {
      const secret = `${random(LETTERS, 31)}${random("0123456789", 1)}`;
      assert.ok(looksLikeCredential(secret, false));
    }
  });

  it("is no word, no name and no date", () => {
    for (const value of [
      "configured",
      "us-east-1",
      "twilio-auth-token",
      "2026-01-31",
      "thecustomersauthenticationtokens",
      "the-token-of-the-customer",
    ]) {
      assert.ok(!looksLikeCredential(value, false), value);
    }
  });
});
