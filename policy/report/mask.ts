import type { OwnValue } from "../credentials/ownValues";
import { fold } from "../search/valueIndex";
import type { Inspector } from "../search/inspector";
import { looksRandom } from "../credentials/looksRandom";

/** So many characters of an own value in a row are not shown. */
const PIECE = 6;

/** Longer names are not shown. */
const LONGEST = 120;

/** What may be a credential that the stack does not know, or its encoding. */
const LONG_RUN = /[0-9A-Za-z]{28,}/g;

/** Changes from letters to digits and back that no name of words with a number has. */
const MOST_CHANGES = 8;

/** Words of one or two letters that a name such as `myVpcId` may have; letters drawn at random have many: `eKbXhVm`. */
const MOST_SHORT = 4;

/** Letters of the longest word in one case that is shown: an API key secret may happen to hold no digit. */
const LONGEST_WORD = 24;

/** Shows names of resources and settings in messages, but none that holds a value or looks as if it did. */
export class Mask {
  readonly #pieces: readonly ReadonlySet<string>[];
  readonly #inspector: Inspector;

  private constructor(pieces: readonly ReadonlySet<string>[], inspector: Inspector) {
    this.#pieces = pieces;
    this.#inspector = inspector;
  }

  /** A mask for the stack's own values. */
  static over(values: readonly OwnValue[], inspector: Inspector): Mask {
    const hidden = new Set(values.flatMap(({ text }) => forms(text)).flatMap(pieces));
    return new Mask([hidden], inspector);
  }

  /** A mask that also hides the pieces of whatever looks secret in some texts. */
  hidingAlso(texts: readonly string[]): Mask {
    const runs = texts
      .flatMap((text) => text.match(LONG_RUN) ?? [])
      .filter((run) => /\d/.test(run));
    if (runs.length === 0) return this;
    return new Mask([...this.#pieces, new Set(runs.flatMap(pieces))], this.#inspector);
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
    const inName = pieces(name);
    if (this.#pieces.some((hidden) => inName.some((piece) => hidden.has(piece)))) return false;
    return name.split(/[^0-9A-Za-z]+/).every(isWord) && !isCutUp(name);
  }
}

/** A value and what it looks like in the encodings that leave letters and digits only. */
function forms(text: string): string[] {
  const aligned = ["", "x", "xx"].map((before) =>
    Buffer.from(before + text)
      .toString("base64")
      .slice(before === "" ? 0 : 2),
  );
  return [text, Array.from(text).reverse().join(""), Buffer.from(text).toString("hex"), ...aligned];
}

function pieces(text: string): string[] {
  const folded = Buffer.from(fold(text)).toString("latin1");
  return Array.from({ length: Math.max(0, folded.length - PIECE + 1) }, (_, start) =>
    folded.slice(start, start + PIECE),
  );
}

/** Whether a name's parts, put together, look like something random or a phone number that was cut up. */
function isCutUp(name: string): boolean {
  const together = name.replace(/[^0-9A-Za-z]+/g, "");
  if (/\d{10}/.test(together) || changes(together) >= MOST_CHANGES) return true;
  const capitalised = name.match(/(?<![A-Za-z])[A-Za-z][a-z]?(?=[A-Z])|[A-Z][a-z](?=[A-Z])/g) ?? [];
  return capitalised.length + changes(together) >= MOST_CHANGES || capitalised.length >= MOST_SHORT;
}

function changes(text: string): number {
  return text.match(/\d(?=[A-Za-z])|[A-Za-z](?=\d)/g)?.length ?? 0;
}

/** Whether letters and digits look like a word with a number, not like a piece of something random. */
function isWord(text: string): boolean {
  if (text.length < 8) return true;
  const numbers = changes(text);
  const capitals = text.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0;
  if (numbers >= 3 || /\d{6}/.test(text)) return false;
  if (capitals <= 1 && text.length > LONGEST_WORD) return false;
  return numbers + capitals <= text.length * 0.4 && !(text.length >= 16 && looksRandom(text));
}
