import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { isCounted, looksRandom } from "../../../policy/credentials/looksRandom";

// Shows what counts as random. The corpus shows what the pack makes of it.
describe("a text that looks random", () => {
  it("is every token and every other random text of 32 hexadecimal digits", () => {
    for (let i = 0; i < 1000; i++) assert.ok(looksRandom(randomBytes(16).toString("hex")));
  });

  it("has at least eight different characters, in upper and lower case together", () => {
    assert.ok(looksRandom("a7f3c9e1f1a9c3e7"));
    assert.ok(!looksRandom("a7f3c9e7f7a9c3e7"));
    assert.ok(!looksRandom("A7f3C9e7f7A9c3E7"));
  });

  it("neither counts on nor repeats its characters", () => {
    for (const made of [
      "0123456789abcdef",
      "00112233445566778899aabbccddeeff",
      "fakesecret1fakesecret1fakesecret",
    ]) {
      assert.ok(!looksRandom(made), made);
    }
  });

  it("is no run of words in letters alone", () => {
    assert.ok(!looksRandom("authenticationtokenofthecustomer"));
    assert.ok(looksRandom("qXvbTzNkWpRmJdLsHgYcFaEoUiQxVbTz"));
  });
});

describe("digits that are made up", () => {
  it("mostly repeat the one before or count on", () => {
    assert.ok(isCounted("+12223334444"));
    assert.ok(isCounted("+15551234567"));
    assert.ok(!isCounted("+12025550173"));
  });
});
