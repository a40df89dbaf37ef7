/** Shortest part of a value that is removed, in characters. */
const WINDOW = 12;

/**
 * Removes values, and any 12 characters of them, from texts. It finds them unchanged, reversed and in common encodings, in upper
 * or lower case. This is the last line of defence: the reports should not contain a value in the first place.
 */
export class Redaction {
  readonly #windows = new Map<number, Set<string>>();

  constructor(values: readonly string[]) {
    for (const form of values.flatMap(formsOf)) this.remember(lowerCase(form));
  }

  /** Returns the text with `[secret]` in place of every value or part of one. */
  redact(text: string): string {
    const lower = lowerCase(text);
    const hidden = new Set<number>();
    for (const [length, windows] of this.#windows) {
      for (let start = 0; start + length <= lower.length; start++) {
        if (!windows.has(lower.slice(start, start + length))) continue;
        for (let index = start; index < start + length; index++) hidden.add(index);
      }
    }
    if (hidden.size === 0) return text;
    return Array.from({ length: text.length }, (_, index) => {
      if (!hidden.has(index)) return text.charAt(index);
      return hidden.has(index - 1) ? "" : "[secret]";
    }).join("");
  }

  private remember(form: string): void {
    const length = Math.min(WINDOW, form.length);
    const windows = this.#windows.get(length) ?? new Set();
    for (let start = 0; start + length <= form.length; start++) {
      windows.add(form.slice(start, start + length));
    }
    this.#windows.set(length, windows);
  }
}

/** Lowers ASCII letters only, so that positions in the text stay the same. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    Array.from(value).reverse().join(""),
    encodeURIComponent(value),
    bytes.toString("hex"),
    ...[0, 1, 2].flatMap((offset) => base64At(bytes, offset)),
  ];
}

/** Returns the base64 characters that depend on the value alone when `offset` bytes come before it. */
function base64At(bytes: Buffer, offset: number): string[] {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString("base64")
    .replace(/=+$/, "");
  const whole = Math.floor(((offset + bytes.length) * 8) / 6);
  const core = encoded.slice(Math.ceil((offset * 8) / 6), whole);
  return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
}
