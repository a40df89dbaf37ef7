import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { CREDENTIALS } from "../../../infra/credentials/twilioCredentials";
import { sampleCredentials } from "../../../offline/config/credentials";
import { Display } from "../../../offline/report/masking/display";
import { Redaction } from "../../../offline/report/masking/redaction";
import { markSecret, UNKNOWN_ON_WIRE } from "../../../offline/engine/wire";

const values = sampleCredentials();
const display = new Display(new Redaction(Object.values(values)));

function letter(): string {
  return "abcdefghijklmnopqrstuvwxyz".charAt(randomInt(26));
}

// Shows that the listed forms of a value are hidden. Does not cover other forms of it.
describe("what the offline preview shows", () => {
  for (const { name } of CREDENTIALS) {
    const value = values[name];
    const bytes = Buffer.from(value);
    const base64 = Buffer.from(`ab${value}c`).toString("base64");
    const forms: Readonly<Record<string, string>> = {
      plain: value,
      "in upper case": value.toUpperCase(),
      reversed: Array.from(value).reverse().join(""),
      "percent-encoded": encodeURIComponent(value),
      "in hexadecimal": bytes.toString("hex"),
      "in base64": bytes.toString("base64"),
      "in base64 with text around it": base64,
      "in base64url": bytes.toString("base64url"),
    };
    for (const [form, text] of Object.entries(forms)) {
      it(`hides ${name} ${form}`, () => {
        const shown = display.text(`before ${text} after`);
        assert.match(shown, /^before .*\[secret\].* after$/);
        // A few characters may be left: at its ends, base64 mixes the value with the text around it.
        assert.ok(shown.length <= "before [secret] after".length + 8);
      });
    }
  }

  it("hides a part of a value", () => {
    const part = values.TWILIO_AUTH_TOKEN.slice(5, 20);
    assert.equal(display.text(`x ${part} y`), "x [secret] y");
  });

  it("hides any text in a credential's format, but no ARN, digest, UUID or date", () => {
    const foreign = sampleCredentials();
    for (const { name } of CREDENTIALS) {
      assert.equal(display.text(`x=${foreign[name]}`).includes(foreign[name]), false, name);
    }
    const harmless = [
      `sha256:${"0123456789abcdef".repeat(4)}`,
      "arn:aws:kms:eu-north-1:123456789012:key/94b838d7-ebf8-4a69-98ee-22fe037ed8e1",
      "2026-11-22T15:00:00+00:00",
      "terraform-453121587098129640b8cd3f51",
      "subnet-00123456789abcdef",
    ];
    for (const text of harmless) assert.equal(display.text(text), text);
  });

  it("hides an API key secret without a digit, but no name in letters alone", () => {
    const secret = Array.from({ length: 16 }, () => letter() + letter().toUpperCase()).join("");
    assert.equal(display.text(`x=${secret}`), "x=[looks like TWILIO_API_SECRET]");
    const name = "maintenanceWindowsOfThisInstance";
    assert.equal(name.length, secret.length);
    assert.equal(display.text(name), name);
  });

  it("shows the mark of a secret at every depth, and nothing of its value", () => {
    const { TWILIO_AUTH_TOKEN } = values;
    const shown = display.properties({
      list: [{ deep: markSecret({ TWILIO_AUTH_TOKEN }), later: UNKNOWN_ON_WIRE, plain: 1 }],
      [`tag-${TWILIO_AUTH_TOKEN}`]: true,
    });
    assert.deepEqual(shown, {
      list: [{ deep: "[secret]", later: "[unknown]", plain: 1 }],
      "tag-[secret]": true,
    });
  });
});
