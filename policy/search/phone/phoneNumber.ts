import { isGap, isPause, SPOKEN, TAG } from "./gaps";
import { isInPieces } from "./phonePieces";

/** Country codes of one and two digits; every other has three. Source: ITU-T E.164, list of assigned country codes. */
const SHORT_COUNTRY_CODES = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** Shorter numbers are only found where a `+` or a word before them says that they are phone numbers. */
const FEWEST_PLAIN_DIGITS = 10;

/** Most digits of an international number. Source: ITU-T E.164. */
const E164_DIGITS = 15;

/** Most digits of a spelling: the number, and the prefix that calls abroad. */
const SPELLING_DIGITS = E164_DIGITS + 3;

/** Most runs of digits in a row that can matter: those of a number, and of a longer one that it would continue. */
const MOST_RUNS = SPELLING_DIGITS + E164_DIGITS;

const MARKED = /(?:tel|sips?|phone|mobile|whatsapp|sms|callto|wa\.me)["']?[:/=]{1,3} ?["']?$/i;
const ACCOUNT_ID_PLACE = /arn:[a-z-]{0,12}:[a-z0-9-]{0,32}:[a-z0-9-]{0,24}:$/;
const WORD = /^[0-9A-Za-z]*/;
const EXPONENT = /(?<![\w.])\d(?:\.\d{1,14})?[eE]\+?\d{1,2}(?![\w.])/g;

/** How a national number of eight digits is grouped. Dates are grouped otherwise, and without groups eight digits can be any number. */
const GROUPS_OF_EIGHT: ReadonlySet<string> = new Set(["2 2 2 2", "4 4", "3 2 3"]);

/** Fewest digits of a national number that a word before it says to be one. */
const MARKED_DIGITS = 7;

/** Digits in a row, and their place in the text. */
interface DigitRun {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
  /** Whether a `+` opens a number here. */
  readonly plus: boolean;
  /** Whether the `+` follows digits, so that it may stand for a blank. */
  readonly glued: boolean;
}

/** One phone number, to be found in any usual spelling. */
export class PhoneNumber {
  readonly #digits: string;
  /** The digits that every spelling has: neither country code nor the zeros that an exponent leaves out. */
  readonly #core: string;
  /** What may follow a `+`. */
  readonly #afterPlus: ReadonlySet<string>;
  /** What is the number without a `+`. */
  readonly #bare: ReadonlySet<string>;
  /** What is the number behind a word that says so. */
  readonly #marked: ReadonlySet<string>;
  /** The national number, if it has eight digits. */
  readonly #eight: string | undefined;
  readonly #backwards: string;
  /** What is the number when it is cut into pieces. */
  readonly #cuttable: readonly string[];

  /** @param number in E.164 format. */
  constructor(number: string) {
    const digits = number.replace(/\D/g, "");
    const countryCode = SHORT_COUNTRY_CODES.exec(digits)?.[0] ?? digits.slice(0, 3);
    const national = digits.slice(countryCode.length);
    const bare = digits.length >= FEWEST_PLAIN_DIGITS ? [digits] : [];
    const withZero = national.length >= 8 ? [`0${national}`] : [];
    const within = national.length >= 9 ? [national, ...withZero] : withZero;
    this.#digits = digits;
    this.#core = national.replace(/0+$/, "");
    this.#backwards = Array.from(digits).reverse().join("");
    this.#eight = national.length === 8 ? national : undefined;
    this.#marked = new Set([digits, ...(national.length >= MARKED_DIGITS ? [national] : [])]);
    this.#afterPlus = new Set([digits, `${countryCode}0${national}`]);
    this.#bare = new Set([...bare, ...within, `00${digits}`, `011${digits}`]);
    this.#cuttable = [...this.#afterPlus, ...this.#bare].filter(
      ({ length }) => length >= FEWEST_PLAIN_DIGITS,
    );
  }

  /** Whether a text holds the number: with or without `+`, with blanks, dashes, dots and brackets, national or not, or spoken. */
  isIn(text: string): boolean {
    if (this.#isInPlainText(text)) return true;
    // The numbers inside tags of SSML are none of the spoken one: `415<break time="200ms"/>555`.
    return text.includes("<") && this.#isInPlainText(text.replace(TAG, " "));
  }

  #isInPlainText(text: string): boolean {
    if (!hasDigits(text, this.#core.length)) return false;
    const stream = text.replace(/\D+/g, "");
    if (stream.includes(this.#backwards) && this.#isBackwardsIn(text)) return true;
    if (!stream.includes(this.#core)) return false;
    if (this.#isGroupedIn(text, isGap)) return true;
    if (SPOKEN.test(text) && this.#isGroupedIn(text, isPause)) return true;
    return this.#isExponentIn(text) || isInPieces(this.#cuttable, text);
  }

  /** Whether the digits of the number stand in groups of one or more, with nothing but gaps between the groups. */
  #isGroupedIn(text: string, isGapBetween: (between: string) => boolean): boolean {
    let group: DigitRun[] = [];
    for (const { 0: digits, index: start } of text.matchAll(/\d+/g)) {
      const previous = group.at(-1);
      if (previous === undefined || !isGapBetween(text.slice(previous.end, start))) group = [];
      if (group.length > MOST_RUNS) group.shift();
      group.push({ digits, start, end: start + digits.length, ...plusBefore(text, start) });
      if (this.#endsAtLast(group, text)) return true;
    }
    return false;
  }

  #isExponentIn(text: string): boolean {
    return [...text.matchAll(EXPONENT)].some(([number]) => String(Number(number)) === this.#digits);
  }

  /** Whether the digits stand the other way round, as they also do with dots in a name of the Domain Name System. */
  #isBackwardsIn(text: string): boolean {
    if (this.#digits.length < FEWEST_PLAIN_DIGITS) return false;
    const runs = text.match(/\d(?:\.?\d){9,}/g) ?? [];
    return runs.some((run) => run.replaceAll(".", "") === this.#backwards);
  }

  /** Every way to cut the digits of the number in two; none for a short number. */
  halves(): (readonly [string, string])[] {
    if (this.#digits.length < FEWEST_PLAIN_DIGITS) return [];
    return Array.from(this.#digits.slice(1), (_, index) => {
      return [this.#digits.slice(0, index + 1), this.#digits.slice(index + 1)] as const;
    });
  }

  /** Whether the runs of a group, from any one of them to the last, spell the number. */
  #endsAtLast(group: readonly DigitRun[], text: string): boolean {
    const end = group.at(-1)?.end ?? 0;
    let digits = "";
    for (const run of group.toReversed()) {
      digits = run.digits + digits;
      if (digits.length > SPELLING_DIGITS) return false;
      const another = (): boolean => continuesAnother(group, run, digits);
      if (run.plus && this.#afterPlus.has(digits)) return !run.glued || !another();
      if (run.plus && !run.glued) return false;
      if (this.#isBare(digits, run, end, text) && !another()) return true;
      if (digits === this.#eight && isGroupedAlone(group, run, text)) return true;
    }
    return false;
  }

  #isBare(digits: string, { start }: DigitRun, end: number, text: string): boolean {
    const before = text.slice(Math.max(0, start - 80), start);
    if (this.#marked.has(digits) && MARKED.test(before)) return true;
    if (!this.#bare.has(digits)) return false;
    const around =
      (/[0-9A-Za-z]*$/.exec(before)?.[0] ?? "") + (WORD.exec(text.slice(end, end + 80))?.[0] ?? "");
    // Between hexadecimal digits the number is a piece of a digest.
    const glued = around !== "" && !/[g-z]/i.test(around);
    const accountId = ACCOUNT_ID_PLACE.test(before) || text.startsWith(".dkr.ecr.", end);
    return !glued && !accountId;
  }
}

/** Whether a text has so many digits. */
function hasDigits(text: string, fewest: number): boolean {
  let count = 0;
  for (let at = 0; at < text.length && count < fewest; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code < 58) count++;
  }
  return count >= fewest;
}

/** Whether eight digits are grouped like a number, with no digits or letters next to them. */
function isGroupedAlone(group: readonly DigitRun[], first: DigitRun, text: string): boolean {
  const lengths = group.map(({ digits }) => digits.length).join(" ");
  if (group[0] !== first || !GROUPS_OF_EIGHT.has(lengths)) return false;
  const before = text.slice(Math.max(0, first.start - 1), first.start);
  const end = group.at(-1)?.end ?? 0;
  return (
    !/[\p{L}\d]/u.test(before) && !/^(?:\p{L}|[^\p{L}\d]{0,2}\d)/u.test(text.slice(end, end + 4))
  );
}

/** Whether a `+` before these digits makes them the tail of another, longer number. */
function continuesAnother(group: readonly DigitRun[], run: DigitRun, digits: string): boolean {
  const before = group.slice(0, group.indexOf(run));
  const opening = before.findLastIndex(({ plus, glued }) => plus && !glued);
  if (opening < 0) return false;
  const length = before.slice(opening).reduce((sum, { digits: part }) => sum + part.length, 0);
  return length + digits.length <= E164_DIGITS;
}

function plusBefore(text: string, start: number): Pick<DigitRun, "plus" | "glued"> {
  const before = text.slice(Math.max(0, start - 4), start);
  return { plus: /\+[ (]{0,2}$/.test(before), glued: /[\d)]\+[ (]?$/.test(before) };
}
