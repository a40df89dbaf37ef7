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
    for (const { text } of values) {
      for (const piece of pieces(text)) this.#pieces.add(piece);
    }
  }

  /** The name itself, or `[masked]`. */
  shown(name: string): string {
    return this.#isHarmless(name) ? name : "[masked]";
  }

  #isHarmless(name: string): boolean {
    if (name.length > LONGEST || /[^\w.:/@ *$()[\]-]/.test(name)) return false;
    if (this.#inspector.inspect(name).findings.length > 0) return false;
    if (pieces(name).some((piece) => this.#pieces.has(piece))) return false;
    return name.split(/[^0-9A-Za-z]+/).every(isWord);
  }
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
  const changes = text.match(/\d(?=[A-Za-z])|[A-Za-z](?=\d)/g)?.length ?? 0;
  return changes < 3 && !/\d{6}/.test(text) && !(text.length >= 16 && isOpaque(text));
}
