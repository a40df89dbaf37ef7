import assert from "node:assert/strict";
import { CREDENTIALS } from "../../../infra/credentials/twilioCredentials";
import { sampleCredentials } from "../../../offline/config/credentials";
import { Display } from "../../../offline/report/masking/display";
import { Redaction } from "../../../offline/report/masking/redaction";

// Shows the display of a run that does not know these credentials, so that it can recognise them only by their format.
describe("Display", () => {
  const display = new Display(new Redaction([]));

  it("masks credentials of any account by their format, as infra/credentials defines it", () => {
    for (let round = 0; round < 50; round++) {
      const credentials = sampleCredentials();
      const isMixed = /(?=.*\d)(?=.*[a-z])(?=.*[A-Z])/.test(credentials.TWILIO_API_SECRET);
      for (const { name, pattern } of CREDENTIALS) {
        // An API secret looks like a word unless it has a digit, an upper-case and a lower-case letter.
        if (name === "TWILIO_API_SECRET" && !isMixed) continue;
        assert.match(credentials[name], pattern);
        assert.equal(display.text(`x ${credentials[name]} y`), `x [looks like ${name}] y`);
      }
    }
  });
});
