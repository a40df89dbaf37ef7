import assert from "node:assert/strict";
import { keyChecks } from "../../../scripts/secret/secretContents";
import { assertNoCredential, newCredentials } from "../../support/twilio/twilioCredentials";

// Checks the texts only. test/emulator/secret/twilioSecret.test.ts reads secrets from an emulator.
describe("Keys of the secret other than the five", () => {
  const own = newCredentials();

  function told(...keys: readonly string[]): string[] {
    const surplus = Object.fromEntries(keys.map((key) => [key, "x"]));
    return keyChecks({ ...own, ...surplus })
      .filter(({ name }) => name === "other keys")
      .map(({ result, detail }) => `${result} ${detail}`);
  }

  it("are each reported by name", () => {
    const keys = ["TWILIO_OTHER", "OPENAI_API_KEY", "twilio-auth-token", "KEY2", "a.b"];
    assert.deepEqual(
      told(...keys),
      keys.map((key) => `fail ${key} is not one of the five: the service gets nothing from it`),
    );
    assert.deepEqual(told(), []);
  });

  it("are only counted if a key could be a credential", () => {
    const values = Object.values(own);
    const reversed = values.map((value) => Array.from(value).reverse().join(""));
    const [hidden = "", ...others] = told(...values, ...reversed);
    assert.deepEqual(others, []);
    assert.match(hidden, /^fail 10 that may be a credential, and so are not shown/);
    assertNoCredential(hidden, own);
  });
});
