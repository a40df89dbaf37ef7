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
      for (const { name, pattern } of CREDENTIALS) {
        assert.match(credentials[name], pattern);
        assert.equal(display.text(`x ${credentials[name]} y`), `x [looks like ${name}] y`);
      }
    }
  });
});
