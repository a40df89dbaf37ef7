/** Most characters between two digits of one number. */
const WIDEST_GAP = 4;

/** A character that does not separate the digits of a phone number. Separators: blanks, dashes, dots, brackets and a form's `+`. */
const NOT_A_SEPARATOR =
  /[^ \t\u00a0\u00ad\u2009\u200b\u202f\u2010-\u2015\u2060\u2212\ufeff\-.()/_·+]/;

/** A text that may be spoken or cut into lines: its numbers may have commas, dots, tags of SSML or line breaks between their groups. */
export const SPOKEN = /[,;<\n\u2026\u3001\uff0c\uff1b]|\.\.\./;

/** Most characters of a pause between two groups of a spoken number, where blanks and line breaks in a row count as one. */
const WIDEST_PAUSE = 8;

/** The same, where all blanks and line breaks count: tags may stand in lines that are indented. */
const WIDEST_INDENTED = 64;

/** A tag of SSML or HTML. */
export const TAG = /<[^<>]{1,120}>/g;
const NOT_A_PAUSE =
  /[^ \t\r\n\u00a0\u2009\u200b\u202f\u2010-\u2015\u2026\u2212\-.()/,;\u3001\uff0c\uff1b]/;

/** Whether what stands between two groups of a number is a gap in it: blanks, dashes, dots or brackets. */
export function isGap(text: string): boolean {
  return text.length <= WIDEST_GAP && !NOT_A_SEPARATOR.test(text);
}

/** Whether what stands between two groups of a spoken number is a pause: a comma, dots, a line break. */
export function isPause(text: string): boolean {
  if (text.length > WIDEST_INDENTED || NOT_A_PAUSE.test(text)) return false;
  return text.length <= WIDEST_PAUSE || text.replace(/\s+/g, " ").length <= WIDEST_PAUSE;
}
