/** Pieces that are put together at a time, so that a text of a million small pieces takes little memory. */
const MOST_PIECES = 4096;

/**
 * Replaces each match of a pattern like `String.replace` with a function, one after the other: `replace` keeps all matches of
 * a text with their groups until the last is found, hundreds of bytes for each.
 * @param pattern with the flag `g`, and without matches of no characters.
 */
export function replaceEach(
  text: string,
  pattern: RegExp,
  replacement: (match: RegExpExecArray) => string,
): string {
  let result = "";
  let pieces: string[] = [];
  let end = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    pieces.push(text.slice(end, match.index), replacement(match));
    end = pattern.lastIndex;
    if (pieces.length < MOST_PIECES) continue;
    result += pieces.join("");
    pieces = [];
  }
  return end === 0 ? text : result + pieces.join("") + text.slice(end);
}
