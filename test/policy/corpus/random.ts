import { createHash } from "node:crypto";

const HEXADECIMAL = "0123456789abcdef";
const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Random texts that are the same for the same seed. */
export class SeededRandom {
  #pool: Buffer = Buffer.alloc(0);
  #block = 0;

  constructor(readonly seed: string) {}

  /** A whole number from 0 to 255. */
  #byte(): number {
    if (this.#pool.length === 0) {
      this.#pool = createHash("sha256").update(`${this.seed} ${this.#block++}`).digest();
    }
    const byte = this.#pool.readUInt8(0);
    this.#pool = this.#pool.subarray(1);
    return byte;
  }

  /** Random characters of an alphabet, which has at most 256. */
  text(alphabet: string, length: number): string {
    const fair = 256 - (256 % alphabet.length);
    let text = "";
    while (text.length < length) {
      const byte = this.#byte();
      if (byte < fair) text += alphabet.charAt(byte % alphabet.length);
    }
    return text;
  }

  hexadecimal(length: number): string {
    return this.text(HEXADECIMAL, length);
  }

  alphanumeric(length: number): string {
    return this.text(ALPHANUMERIC, length);
  }

  /** Digits that do not begin with 0 or 1, like those of area codes and account ids. */
  digits(length: number): string {
    return this.text("23456789", 1) + this.text("0123456789", length - 1);
  }
}
