/** A way to write a value down. */
export interface Spelling {
  readonly text: string;
  /** What was done to the value, for messages. */
  readonly encodings: readonly string[];
}

/** A value, and how it looks backwards, with rotated letters, as a number, and as the bytes of its digits. */
export function spellings(text: string): Spelling[] {
  const rot13 = text.replace(/[A-Za-z]/g, (letter) => {
    const first = letter < "a" ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
  });
  const digits = /^(?:AC|SK)?([0-9a-f]{32})$/i.exec(text)?.[1];
  const numbers = digits === undefined ? [] : numberSpellings(digits);
  return [
    { text, encodings: [] },
    { text: Array.from(text).reverse().join(""), encodings: ["reversal"] },
    { text: rot13, encodings: ["rotation of letters"] },
    ...numbers,
  ];
}

/** The number that hexadecimal digits are, in decimal digits, and its bytes in base64. */
function numberSpellings(digits: string): Spelling[] {
  return [
    { text: BigInt(`0x${digits}`).toString(), encodings: ["decimal number"] },
    { text: Buffer.from(digits, "hex").toString("base64"), encodings: ["base64 of its bytes"] },
  ];
}
