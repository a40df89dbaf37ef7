import assert from "node:assert/strict";
import fc from "fast-check";
import {
  CREDENTIALS,
  credentialNamed,
  credentialsIn,
} from "../../../infra/credentials/twilioCredentials";
import { sampleCredentials } from "../../../offline/config/credentials";
import { traceableCredentials } from "../../support/leaks/credentialArbitraries";

// Shows which credentials of a text are found in plaintext. The policy pack, not the program, also searches encoded texts.
describe("credentialsIn", () => {
  it("finds each of the stack's values anywhere in a text, and nothing in other text", () => {
    fc.assert(
      fc.property(traceableCredentials, fc.constantFrom(...CREDENTIALS), (own, { name }) => {
        assert.ok(credentialsIn(`before ${own[name]} after`, own).includes(name));
        assert.deepEqual(credentialsIn("plain text", own), []);
      }),
    );
  });

  it("finds a SID of any account by its form, but not in a longer run of digits", () => {
    const own = sampleCredentials();
    const { TWILIO_ACCOUNT_SID, TWILIO_API_SID } = sampleCredentials();
    assert.deepEqual(credentialsIn(TWILIO_ACCOUNT_SID, own), ["TWILIO_ACCOUNT_SID"]);
    assert.deepEqual(credentialsIn(TWILIO_API_SID, own), ["TWILIO_API_SID"]);
    assert.deepEqual(credentialsIn(`${TWILIO_API_SID}0`, own), []);
  });

  it("does not find an empty or very short credential in every text", () => {
    const own = { ...sampleCredentials(), TWILIO_AUTH_TOKEN: "", TWILIO_API_SECRET: "a" };
    assert.deepEqual(credentialsIn("a plain text", own), []);
  });
});

describe("credentialNamed", () => {
  it("knows the five names in any case, and no other", () => {
    for (const { name } of CREDENTIALS) {
      assert.equal(credentialNamed(name), name);
      assert.equal(credentialNamed(name.toLowerCase()), name);
    }
    assert.equal(credentialNamed("TWILIO_REGION"), undefined);
    assert.equal(credentialNamed(""), undefined);
  });
});
