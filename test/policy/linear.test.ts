import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { ownTwilioValues } from "../../policy/credentials/ownValues";
import { Inspector } from "../../policy/search/inspector";

const LARGE = 64 * 1024;

/** Texts that a careless search takes quadratic time or worse for. */
const TEXTS: Readonly<Record<string, string>> = {
  backslashes: "\\",
  "percent signs that are escaped again": "%25",
  "ampersands that are escaped again": "&amp;",
  "single digits": "1 ",
  "digits of one number after another": "+1 (555) ",
  "Twilio names": "twilio_",
  "Twilio assignments": "twilio=",
  "beginnings of SIDs": "AC",
  "brackets of JSON": '[{"',
  "one letter": "A",
  "list of bytes": "65,",
  "hexadecimal with colons": "4a:",
  "lines of an environment file": "A=b\n",
  "dots and dashes": ".-_",
  "opening brackets under a Twilio name": "twilio = { [ (",
  "names of YAML under a Twilio name": "twilio:\n  token: x\n",
  "dashes of a list": "twilio\n- - - ",
  "tags of XML": "<twilio><token>",
  "attributes of XML": '<twilio name="a" ',
  "quotes that nothing closes": 'twilio = "a',
  "settings in one line": "twilio=a;b=c&",
  "digits in spoken groups": "415, 555, ",
  "tags of SSML": '<break time="1s"/>1',
  "digests next to Twilio's name": " value f0e1d2c3b4a5968778695a4b3c2d1e0f twilio",
};

/** Processor time in milliseconds. */
function processorTime(inspector: Inspector, text: string): number {
  const start = process.cpuUsage();
  inspector.inspect(text);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

// It proves the growth for these texts alone, and no speed: the benchmark measures that.
describe("the search takes time in proportion to the text", () => {
  const token = randomBytes(16).toString("hex");
  const config = { "x:twilioAuthToken": token, "x:twilioPhoneNumber": "+15417543010" };
  const values = ownTwilioValues({ present: true, values: config });
  const texts: Record<string, (length: number) => string> = {
    "random base64": (length) => randomBytes(length).toString("base64").slice(0, length),
    "random hexadecimal": (length) => randomBytes(length).toString("hex").slice(0, length),
    "all but the end of the value": (length) => token.slice(0, 31).repeat(length).slice(0, length),
  };
  for (const [name, part] of Object.entries(TEXTS)) {
    texts[name] = (length) => part.repeat(length).slice(0, length);
  }

  for (const [name, text] of Object.entries(texts)) {
    it(`for ${name}`, () => {
      const fastest = (length: number): number =>
        Math.min(...[1, 2, 3].map(() => processorTime(new Inspector(values), text(length))));
      processorTime(new Inspector(values), text(LARGE / 4));
      const small = fastest(LARGE / 4);
      const large = fastest(LARGE);
      // Four times the text may take four times as long, twice that for the noise of a busy machine, and never long.
      assert.ok(large < small * 8 + 20, `${small.toFixed(1)} ms grew to ${large.toFixed(1)} ms`);
      assert.ok(large < 1000, `${large.toFixed(1)} ms`);
    });
  }
});
