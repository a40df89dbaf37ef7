/** Most characters between two pieces of one number, such as quotes, a name and what assigns. */
const WIDEST_GAP = 40;

/** Fewest digits that a piece without `+` begins with, and that may follow a word or a piece without `+`. */
const FEWEST_BEFORE = 3;
const FEWEST_BEHIND = 4;

/** Why two pieces without a `+` belong to a text that was cut, rather than to a list of numbers. */
const CUT = /[A-Za-z"'`]/;

/** A `+` before the first piece, or in a piece of its own. */
const PLUS = /\+[^0-9A-Za-z+]{0,6}$/;

/** Such a `+` in a form stands for a blank in another number. */
const GLUED = /\d\+[ (]?$/;

/** The tail of another number, which this piece continues. */
const CONTINUED = /\d[^0-9A-Za-z"'`\n]{0,4}$/;

/**
 * Whether a text holds one of some numbers, cut into pieces: quoted and added up in code, in a list, one on each line, or each
 * under a name of its own. The pieces follow each other with no other digits between them.
 */
export function isInPieces(numbers: readonly string[], text: string): boolean {
  const runs = [...text.matchAll(/\d+/g)];
  return runs.some(({ 0: run, index }, first) => {
    const begun = numbers.filter((digits) => digits !== run && digits.startsWith(run));
    if (begun.length === 0) return false;
    const before = text.slice(Math.max(0, index - 8), index);
    const plus = PLUS.test(before);
    if (plus ? GLUED.test(before) : run.length < FEWEST_BEFORE || CONTINUED.test(before)) {
      return false;
    }
    return begun.some((digits) => goesOn(digits, runs, first, plus, text));
  });
}

/** Whether a number begins with one run of digits and goes on in the next ones. */
function goesOn(
  digits: string,
  runs: readonly RegExpExecArray[],
  first: number,
  plus: boolean,
  text: string,
): boolean {
  let found = 0;
  let end = 0;
  for (const { 0: run, index } of runs.slice(first, first + digits.length)) {
    if (!digits.startsWith(run, found)) return false;
    const gap = text.slice(end, index);
    if (found > 0 && !isGap(gap, plus, digits.length - found)) return false;
    found += run.length;
    end = index + run.length;
    if (found === digits.length) return true;
  }
  return false;
}

/** Behind a `+`, signs and blanks alone say nothing against a number; a date or a price has none. */
function isGap(text: string, plus: boolean, left: number): boolean {
  if (text.length > WIDEST_GAP) return false;
  if (plus && !/[A-Za-z]/.test(text)) return true;
  return CUT.test(text) && left >= FEWEST_BEHIND;
}
