import type { OwnValue } from "../credentials/ownValues";
import { fold } from "../search/valueIndex";
import type { Inspector } from "../search/inspector";
import { looksRandom } from "../credentials/looksRandom";
import type { Leaf } from "../tree/leaves";
import { UNKNOWN } from "../tree/tree";

/** A name is masked if it has this many characters of an own value in a row. */
const PIECE_LENGTH = 6;

/** A longer name is masked. */
const LONGEST_NAME = 120;

/** A run of letters and digits that may be a credential, perhaps an encoded one, that is not in the stack config. */
const LONG_RUN = /[0-9A-Za-z]{28,}/g;

/** A name made of words and numbers has fewer changes between letters and digits than this. */
const MOST_CHANGES = 8;

/** A name such as `myVpcId` has fewer words of one or two letters than this. Random letters have many: `eKbXhVm`. */
const MOST_SHORT_WORDS = 4;

/** The length of the longest word in one case that is shown. A longer one may be an API key secret that has no digit by chance. */
const LONGEST_WORD = 24;

/** Masks names of resources and settings in messages, if they hold a credential or look like it. */
export class Mask {
  readonly #pieces: ReadonlySet<string>;
  readonly #inspector: Inspector;
  /** The mask that this one adds to. */
  readonly #narrower: Mask | undefined;
  /** Whether the names that were asked about are shown. */
  readonly #harmless = new Map<string, boolean>();
  /** The masks that also hide parts of the texts of a resource. */
  readonly #wider = new WeakMap<readonly Leaf[], Mask>();

  private constructor(pieces: ReadonlySet<string>, inspector: Inspector, narrower?: Mask) {
    this.#pieces = pieces;
    this.#inspector = inspector;
    this.#narrower = narrower;
  }

  /** A mask for the stack's own values. */
  static over(values: readonly OwnValue[], inspector: Inspector): Mask {
    const hidden = new Set(values.flatMap(({ text }) => encodedForms(text)).flatMap(pieces));
    return new Mask(hidden, inspector);
  }

  /** A mask that also hides every part of the given texts that looks like a secret. */
  hidingAlso(texts: readonly Leaf[]): Mask {
    const known = this.#wider.get(texts);
    if (known !== undefined) return known;
    const runs = texts
      .flatMap(({ text }) => (text === UNKNOWN ? [] : (text.match(LONG_RUN) ?? [])))
      .filter((run) => /\d/.test(run) || looksRandom(run));
    const wider =
      runs.length === 0 ? this : new Mask(new Set(runs.flatMap(pieces)), this.#inspector, this);
    this.#wider.set(texts, wider);
    return wider;
  }

  /** The name itself, or `[masked]`. */
  shown(name: string): string {
    return this.#isHarmless(name) ? name : "[masked]";
  }

  /** A resource's URN, or undefined if its name must be masked. */
  shownUrn(urn: string): string | undefined {
    return this.#isHarmless(urn.slice(urn.lastIndexOf("::") + 2)) ? urn : undefined;
  }

  #isHarmless(name: string): boolean {
    const known = this.#harmless.get(name);
    if (known !== undefined) return known;
    const harmless = this.#seemsHarmless(name);
    this.#harmless.set(name, harmless);
    return harmless;
  }

  #seemsHarmless(name: string): boolean {
    const looksHarmless =
      this.#narrower === undefined ? this.#looksHarmless(name) : this.#narrower.#isHarmless(name);
    return looksHarmless && !pieces(name).some((piece) => this.#pieces.has(piece));
  }

  #looksHarmless(name: string): boolean {
    if (name.length > LONGEST_NAME || /[^\w.:/@ *$()[\]-]/.test(name)) return false;
    if (!name.split(/[^0-9A-Za-z]+/).every(isWord) || hasSplitSecret(name)) return false;
    return this.#inspector.inspect(name).findings.length === 0;
  }
}

/** A value, and the value in the encodings that consist of letters and digits. */
function encodedForms(text: string): string[] {
  const aligned = ["", "x", "xx"].map((before) =>
    Buffer.from(before + text)
      .toString("base64")
      .slice(before === "" ? 0 : 2),
  );
  return [text, Array.from(text).reverse().join(""), Buffer.from(text).toString("hex"), ...aligned];
}

function pieces(text: string): string[] {
  const folded = Buffer.from(fold(text)).toString("latin1");
  return Array.from({ length: Math.max(0, folded.length - PIECE_LENGTH + 1) }, (_, start) =>
    folded.slice(start, start + PIECE_LENGTH),
  );
}

/** Whether the parts of a name, put together, look random or like a phone number. */
function hasSplitSecret(name: string): boolean {
  const together = name.replace(/[^0-9A-Za-z]+/g, "");
  if (/\d{10}/.test(together) || changes(together) >= MOST_CHANGES) return true;
  const capitalised = name.match(/(?<![A-Za-z])[A-Za-z][a-z]?(?=[A-Z])|[A-Z][a-z](?=[A-Z])/g) ?? [];
  return (
    capitalised.length + changes(together) >= MOST_CHANGES || capitalised.length >= MOST_SHORT_WORDS
  );
}

function changes(text: string): number {
  return text.match(/\d(?=[A-Za-z])|[A-Za-z](?=\d)/g)?.length ?? 0;
}

/** Whether letters and digits look like a word with a number, and not like a part of a random text. */
function isWord(text: string): boolean {
  if (text.length < 8) return true;
  const numbers = changes(text);
  const capitals = text.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0;
  if (numbers >= 3 || /\d{6}/.test(text)) return false;
  if (capitals <= 1 && text.length > LONGEST_WORD) return false;
  return numbers + capitals <= text.length * 0.4 && !(text.length >= 16 && looksRandom(text));
}
