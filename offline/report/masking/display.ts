import { stripVTControlCharacters } from "node:util";
import { SIGNATURE, isRecord, isSecret, isUnknown } from "../../engine/wire";
import type { Redaction } from "./redaction";

/**
 * Formats of Twilio's credentials, of any account. They match whole words only, because digests and ids are longer or shorter.
 */
const CREDENTIAL_SHAPES: readonly [RegExp, string][] = [
  [/(?<![0-9A-Za-z])AC[0-9a-f]{32}(?![0-9A-Za-z])/gi, "TWILIO_ACCOUNT_SID"],
  [/(?<![0-9A-Za-z])SK[0-9a-f]{32}(?![0-9A-Za-z])/gi, "TWILIO_API_SID"],
  [/(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z])/gi, "TWILIO_AUTH_TOKEN"],
  [
    // One of three hundred has no digit. A name in letters of this length has fewer than eight capitals.
    /(?<![0-9A-Za-z])(?=[0-9A-Za-z]*[a-z])(?=[0-9A-Za-z]*[A-Z])(?=[A-Za-z]*[0-9]|(?:[a-z]*[A-Z]){8})[0-9A-Za-z]{32}(?![0-9A-Za-z])/g,
    "TWILIO_API_SECRET",
  ],
  [/(?<![0-9A-Za-z+])\+[1-9][0-9]{6,14}(?![0-9])/g, "TWILIO_PHONE_NUMBER"],
];

/** Turns the engine's values into text without secrets. */
export class Display {
  constructor(private readonly redaction: Redaction) {}

  /** Returns a text without the stack's credentials, anything in a credential's format, and control sequences. */
  text(text: string): string {
    return CREDENTIAL_SHAPES.reduce(
      (shown, [shape, name]) => shown.replace(shape, `[looks like ${name}]`),
      this.redaction.redact(stripVTControlCharacters(text)),
    );
  }

  /** Returns a value with `[secret]` and `[unknown]` in place of marked values, at every depth. */
  value(value: unknown): unknown {
    // A comparison of plans has a symbol for each secret.
    if (isSecret(value) || typeof value === "symbol") return "[secret]";
    if (isUnknown(value)) return "[unknown]";
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((part) => this.value(part));
    if (!isRecord(value)) return value;
    // The remaining marked values are assets and archives, whose content is in files.
    return SIGNATURE in value ? "[asset]" : this.properties(value);
  }

  /** {@link value} for the properties of a resource. */
  properties(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [this.text(key), this.value(value)]),
    );
  }
}
