/**
 * The number that Go's `strconv.ParseInt(text, 0, 64)` reads: 11, +11, 0xb, 0o13, 013, 0b1011, 1_1. Undefined if the text is not
 * a number.
 */
export function goInteger(text: string): number | undefined {
  const parts = /^([+-]?)(0[xX]|0[oO]|0[bB]|0(?=.))?([0-9a-fA-F_]+)$/.exec(text);
  if (parts === null) return undefined;
  const [, sign = "", prefix = "", written = ""] = parts;
  const digits = written.replaceAll("_", "");
  const base = BASES[prefix.toLowerCase()] ?? 10;
  const allowed = DIGITS.slice(0, base);
  if (digits === "" || Array.from(digits.toLowerCase()).some((digit) => !allowed.includes(digit))) {
    return undefined;
  }
  const value = Number.parseInt(digits, base);
  return sign === "-" ? -value : value;
}

const DIGITS = "0123456789abcdef";

const BASES: Readonly<Record<string, number>> = { "0x": 16, "0o": 8, "0b": 2, "0": 8 };

/** The boolean that Go's `strconv.ParseBool` reads. Undefined if the text is not a boolean. */
export function goBoolean(text: string): boolean | undefined {
  if (["1", "t", "T", "TRUE", "true", "True"].includes(text)) return true;
  return ["0", "f", "F", "FALSE", "false", "False"].includes(text) ? false : undefined;
}
