import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ALL_CREDENTIALS } from "../../../../infra/credentials/twilioCredentials";
import { containerDefinition } from "../../../../infra/service/task/container";
import { assertHoldsNoCredential } from "../../../support/leaks/canary";
import { mockStack } from "../../../support/program/mocks";
import { newCredentials } from "../../../support/twilio/twilioCredentials";
import { credentials, secrets, SETTINGS } from "./containerSettings";

// Shows which plaintext settings the program itself refuses. Does not cover encoded credentials, which the policy pack finds.
describe("containerDefinition", () => {
  before(async () => {
    await mockStack();
  });

  for (const { name } of ALL_CREDENTIALS) {
    it(`refuses ${name} by its name, in any case, and by its value, and repeats no value`, () => {
      const value = credentials[name];
      const faults = refusals({
        [name]: "x",
        [name.toLowerCase()]: "x",
        SAFE: "x",
        INNOCENT: value,
        URL: `https://user:${value}@host`,
        [`X_${value}`]: "x",
      });
      assert.deepEqual(
        faults.sort(),
        [
          `INNOCENT holds the ${name}: remove it, the secret gives it`,
          `URL holds the ${name}: remove it, the secret gives it`,
          `${name} is a credential, and the secret gives it: remove the plaintext setting`,
          `${name.toLowerCase()} is a credential, and the secret gives it: remove the plaintext setting`,
          `the name of a setting holds the ${name}`,
        ].sort(),
      );
    });
  }

  it("refuses a SID of any account by its form", () => {
    const { TWILIO_API_SID } = newCredentials();
    assert.deepEqual(refusals({ KEY: TWILIO_API_SID }), [
      "KEY holds the TWILIO_API_SID: remove it, the secret gives it",
    ]);
  });

  it("refuses a name that is both a setting and a secret, but not the name of a property that every object inherits", () => {
    assert.deepEqual(refusals({ TOKEN: "x", constructor: "plain" }, secrets("TOKEN")), [
      "TOKEN is also a secret: give it one of the two ways",
    ]);
  });
});

/** The faults that the error lists. Asserts that the error holds no credential. */
function refusals(
  environment: Readonly<Record<string, string>>,
  references = secrets("A_SECRET"),
): string[] {
  try {
    containerDefinition({ ...SETTINGS, environment }, references);
  } catch (error) {
    assert.ok(pulumi.RunError.isInstance(error));
    assertHoldsNoCredential(error.message, credentials);
    const [heading, ...faults] = error.message.split("\n  - ");
    assert.equal(heading, "The container's plaintext settings are refused:");
    return faults;
  }
  return assert.fail("nothing is refused");
}
