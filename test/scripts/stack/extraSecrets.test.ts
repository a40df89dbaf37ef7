import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { findExtraSecrets } from "../../../scripts/stack/extraSecrets";

// Checks the comparison only. test/emulator/secret shows that the CLI stores the values.

describe("findExtraSecrets", () => {
  const value = randomBytes(16).toString("hex");
  const list = { "p:extraSecrets": { value: '["A_KEY","B_KEY","C_KEY"]', secret: false } };
  const found = findExtraSecrets(
    "p",
    { ...list, "extraSecret:A_KEY": { value, secret: true } },
    { A_KEY: value, B_KEY: `${value}b`, OPENAI_API_KEY: `${value}c` },
  );

  it("reads the listed secrets, and says which values differ", () => {
    assert.deepEqual(found.values, { A_KEY: value, B_KEY: `${value}b` });
    assert.equal(found.changed, 1);
    assert.deepEqual(
      found.checks.slice(0, 2).map(({ name, result, detail }) => [name, result, detail]),
      [
        ["A_KEY", "ok", "same"],
        ["B_KEY", "note", "new"],
      ],
    );
  });

  it("says what is listed without a value, and what is not listed, with the command", () => {
    assert.deepEqual(
      found.checks.slice(2).map(({ name, detail }) => `${name} ${detail}`),
      [
        "C_KEY is in extraSecrets, and has no value: add it to .env",
        "OPENAI_API_KEY is in .env and not in extraSecrets. To keep it: pulumi config set --plaintext --path 'extraSecrets[3]' OPENAI_API_KEY",
      ],
    );
  });

  it("shows no value", () => {
    assert.ok(!JSON.stringify(found.checks).includes(value));
  });

  it("finds a secret that is stored in plaintext", () => {
    const { checks } = findExtraSecrets(
      "p",
      { ...list, "extraSecret:A_KEY": { value, secret: false } },
      { A_KEY: value },
    );
    assert.equal(checks[0]?.detail, "stored in plaintext");
  });
});
