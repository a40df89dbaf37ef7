import { isEncrypted } from "../credentials/harmlessValues";
import type { OwnValue } from "../credentials/ownValues";
import { SAYS_TWILIO } from "../credentials/twilioCredentials";
import { UNKNOWN } from "../tree/tree";
import type { Leaf } from "../tree/leaves";
import { decodings } from "./decode/decodings";
import { fold, ValueIndex } from "./valueIndex";
import { foreignCredentials } from "./foreignCredentials";
import { Memo } from "./memo";
import { PhoneNumber } from "./phone/phoneNumber";
import { spellings } from "./spellings";

/** How a credential in a text was recognised. */
export type Evidence = "own value" | "part of own value" | "shape" | "context" | "assignment";

/** One credential that a text holds; never its value. */
export interface Finding {
  readonly evidence: Evidence;
  /** Name of the own value, or what the foreign one is. */
  readonly title: string;
  /** The encodings around it, the outermost first. */
  readonly encodings: readonly string[];
}

/** What a text holds. */
export interface Inspection {
  readonly findings: readonly Finding[];
  /** Whether every encoding in the text could be taken off. */
  readonly complete: boolean;
}

/** Most layers of encoding that are taken off. */
export const MOST_LAYERS = 24;

/** Most characters that all readings of one text may have, for each character of the text: far more than real texts need. */
const GROWTH = 64;
const ALLOWANCE = 64 * 1024 * 1024;

/** Most characters that its readings may have beyond that once something in it is compressed: repetitive data shrinks a lot. */
const UNPACKED = 4 * 1024 * 1024;

/** Shorter texts hold no credential: the shortest phone number has seven digits. */
const SHORTEST_TEXT = 7;

const NOTHING: Inspection = { findings: [], complete: true };

interface Reading {
  readonly text: string;
  readonly encodings: readonly string[];
}

/** Looks for credentials in texts: the stack's own values in any encoding, foreign ones by shape and context. */
export class Inspector {
  readonly #index: ValueIndex<Omit<Finding, "evidence">>;
  readonly #phones: readonly { readonly title: string; readonly number: PhoneNumber }[];
  /** The inspections of a resource's texts: every rule asks for each of them. */
  readonly #ofLeaf = new WeakMap<Leaf, Inspection>();
  readonly #plain = new Memo<Inspection>();
  readonly #composed = new Memo<Inspection>();
  readonly #named = new Memo<Inspection>();

  /** @param values the own values that no text may hold. */
  constructor(values: readonly OwnValue[]) {
    this.#index = new ValueIndex(
      values.flatMap(({ title, text, kind }) => {
        if (kind === "phone number") return [];
        const foundByPart = kind === "random";
        return spellings(text).map(({ text: spelling, encodings }) => {
          return { text: spelling, foundByPart, origin: { title, encodings } };
        });
      }),
    );
    this.#phones = values.flatMap(({ title, text, kind }) =>
      kind === "phone number" ? [{ title, number: new PhoneNumber(text) }] : [],
    );
  }

  /** The phone numbers among the own values. */
  get phoneNumbers(): readonly { readonly title: string; readonly number: PhoneNumber }[] {
    return this.#phones;
  }

  /** Whether a text holds one of the own values as it is: a quick look, for what others have written. */
  holdsOwnValue(text: string): boolean {
    return (
      this.#index.find(fold(text)).length > 0 ||
      this.#phones.some(({ number }) => number.isIn(text))
    );
  }

  /** Everything that a text of a resource holds, in whatever encodings, judged by the names around it as well. */
  inspectLeaf(leaf: Leaf): Inspection {
    const known = this.#ofLeaf.get(leaf);
    if (known !== undefined) return known;
    const inspection = this.#inspectLeaf(leaf);
    this.#ofLeaf.set(leaf, inspection);
    return inspection;
  }

  #inspectLeaf(leaf: Leaf): Inspection {
    const { text } = leaf;
    if (text === UNKNOWN || text.length < SHORTEST_TEXT) return NOTHING;
    // The parts of a composed text are judged on their own, with their names.
    if (leaf.kind === "whole" || leaf.kind === "joined") {
      return this.#composed.get(text, () => this.#readAll(text, "composed"));
    }
    if (leaf.kind === "key") return this.inspect(text);
    const concerns =
      !(isEncrypted(text) && !text.includes("\n")) &&
      (leaf.owners?.saysTwilio === true || /twilio/i.test(leaf.name) || SAYS_TWILIO.test(text));
    if (!concerns) return this.inspect(text);
    // The inspection depends on the names around the text too. All of them are in the leaf, so the whole leaf is the key.
    return this.#named.get(JSON.stringify(leaf), () => this.#readAll(text, leaf));
  }

  /** Everything that a text holds, in whatever encodings, whatever stands around it. */
  inspect(text: string): Inspection {
    if (text.length < SHORTEST_TEXT) return NOTHING;
    return this.#plain.get(text, () => this.#readAll(text, undefined));
  }

  #readAll(text: string, leaf: Leaf | "composed" | undefined): Inspection {
    const readings: Reading[] = [{ text, encodings: [] }];
    // Made when they are needed: most texts need neither.
    let seen: Set<string> | undefined;
    let findings: Map<string, Finding> | undefined;
    let budget = Math.min(text.length * GROWTH + 4096, text.length + ALLOWANCE);
    let compressed = false;
    let complete = true;
    for (const reading of readings) {
      for (const finding of this.#read(reading, leaf)) {
        const key = `${finding.evidence} ${finding.title}`;
        findings ??= new Map();
        if (!findings.has(key)) findings.set(key, finding);
      }
      if (reading.encodings.length >= MOST_LAYERS || budget < 0) complete = false;
      if (!complete) continue;
      for (const { text: decoded, encoding, unpacked } of decodings(reading.text)) {
        if (unpacked !== undefined && !compressed) budget += UNPACKED;
        compressed ||= unpacked !== undefined;
        budget -= unpacked ?? 0;
        seen ??= new Set([text]);
        if (seen.has(decoded)) continue;
        seen.add(decoded);
        budget -= unpacked === undefined ? decoded.length : 0;
        readings.push({ text: decoded, encodings: [...reading.encodings, encoding] });
      }
    }
    complete &&= budget >= 0;
    if (findings === undefined && complete) return NOTHING;
    return { findings: findings === undefined ? [] : strongest(findings), complete };
  }

  #read({ text, encodings }: Reading, leaf: Leaf | "composed" | undefined): Finding[] {
    const found: Finding[] = [];
    for (const { origin, whole } of this.#index.find(fold(text))) {
      const evidence = whole ? "own value" : "part of own value";
      found.push({
        evidence,
        title: origin.title,
        encodings: [...encodings, ...origin.encodings],
      });
    }
    for (const { title, number } of this.#phones) {
      if (number.isIn(text)) found.push({ evidence: "own value", title, encodings });
    }
    if (leaf === "composed") return found;
    for (const shape of foreignCredentials(text, leaf, encodings.length)) {
      found.push({ ...shape, encodings });
    }
    return found;
  }
}

/** Leaves out the parts of a value that was found whole. */
function strongest(findings: ReadonlyMap<string, Finding>): Finding[] {
  return [...findings.values()].filter(
    ({ evidence, title }) =>
      evidence !== "part of own value" || !findings.has(`own value ${title}`),
  );
}
