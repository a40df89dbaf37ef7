import type { OwnValue } from "../credentials/ownValues";
import { fold } from "../search/foldedText";
import type { Inspector } from "../search/inspector";
import { isOpaque } from "../search/opaque";

/** So many characters of an own value in a row are not shown. */
const PIECE = 6;

/** Longer names are not shown. */
const LONGEST = 120;

/** Shows names of resources and settings in messages, but none that holds a value or looks as if it did. */
export class Mask {
  readonly #pieces = new Set<string>();
  readonly #inspector: Inspector;

  constructor(values: readonly OwnValue[], inspector: Inspector) {
    this.#inspector = inspector;
    for (const piece of values.flatMap(({ text }) => forms(text)).flatMap(pieces)) {
      this.#pieces.add(piece);
    }
  }

  /** The name itself, or `[masked]`. */
  shown(name: string): string {
    return this.#isHarmless(name) ? name : "[masked]";
  }

  /** A resource's URN, or undefined when its name is not to be shown. */
  shownUrn(urn: string): string | undefined {
    return this.#isHarmless(urn.slice(urn.lastIndexOf("::") + 2)) ? urn : undefined;
  }

  #isHarmless(name: string): boolean {
    if (name.length > LONGEST || /[^\w.:/@ *$()[\]-]/.test(name)) return false;
    if (this.#inspector.inspect(name).findings.length > 0) return false;
    if (pieces(name).some((piece) => this.#pieces.has(piece))) return false;
    return name.split(/[^0-9A-Za-z]+/).every(isWord);
  }
}

/** A value and what it looks like in the encodings that leave letters and digits only. */
function forms(text: string): string[] {
  const aligned = ["", "x", "xx"].map((before) =>
    Buffer.from(before + text)
      .toString("base64")
      .slice(2),
  );
  return [text, Array.from(text).reverse().join(""), Buffer.from(text).toString("hex"), ...aligned];
}

function pieces(text: string): string[] {
  const folded = Buffer.from(fold(text)).toString("latin1");
  return Array.from({ length: Math.max(0, folded.length - PIECE + 1) }, (_, start) =>
    folded.slice(start, start + PIECE),
  );
}

/** Whether letters and digits look like a word with a number, not like a piece of something random. */
function isWord(text: string): boolean {
  if (text.length < 8) return true;
  const numbers = text.match(/\d(?=[A-Za-z])|[A-Za-z](?=\d)/g)?.length ?? 0;
  const capitals = text.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0;
  if (numbers >= 3 || /\d{6}/.test(text)) return false;
  return numbers + capitals <= text.length * 0.4 && !(text.length >= 16 && isOpaque(text));
}
