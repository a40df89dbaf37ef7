import assert from "node:assert/strict";
import { skipWithoutCommandLines, watchCommandLines } from "../../support/scripts/commandLines";
import { runScript, SCRIPTS_TIMEOUT_MS } from "../../support/scripts/script";
import { newCredentials } from "../../support/twilio/twilioCredentials";

const own = newCredentials();

// Shows that the watch over processes can see a leak. Other tests rely on the watch.
describe("The watch over command lines", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  it("sees a value on a command line, and one in an environment variable", async function () {
    skipWithoutCommandLines(this);
    const { TWILIO_AUTH_TOKEN: value, TWILIO_API_SECRET: other } = own;
    const seen = await watchCommandLines([value, other], () =>
      runScript("setup-secrets", ["--env-file", value], { process: true, env: { OTHER: other } }),
    );
    assert.ok(seen.leaks.length > 0);
    assert.ok([...seen.environmentLeaks].some((line) => line.includes("setup-secrets")));
  });
});
