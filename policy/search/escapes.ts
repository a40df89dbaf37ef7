import { replaceEach } from "./replaceEach";

/**
 * Backslash, percent and HTML escapes, with whatever outer escapes stand around them: `\\\\u0041` is an escape that was
 * escaped again, and so are `%252541` and `&amp;#65;`. Each alternative begins with a run that needs no way back, so that
 * the time is linear in the text.
 */
const ESCAPES =
  /\\+(?:u\{([0-9a-f]{1,6})\}|u(?:0000)?([0-9a-f]{4})|x([0-9a-f]{2})|([0-3]?[0-7]{2})|([abfnrtv])|)|%(?:25)*(?:u([0-9a-f]{4})|([0-9a-f]{2})|)|&(?:amp;)*(?:#([0-9]{1,7});?|#x([0-9a-f]{1,6});?|([a-z][0-9a-z]{1,15});|)/gi;

/** HTML's names of the characters that matter around a value; a name that is not listed becomes a blank. */
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  ast: "*",
  bsol: "\\",
  colon: ":",
  comma: ",",
  commat: "@",
  dollar: "$",
  equals: "=",
  hyphen: "-",
  lbrace: "{",
  lowbar: "_",
  lpar: "(",
  num: "#",
  percnt: "%",
  period: ".",
  plus: "+",
  quot: '"',
  rbrace: "}",
  rpar: ")",
  semi: ";",
  sol: "/",
};

/** Octal escapes in a row as `echo -e` has them, with a zero before; elsewhere a fourth digit is a character of its own. */
const ECHO_ESCAPES = /(?<!\\)(?:\\+0(?:0?[4-7][0-7]|1[0-7]{2})){4,}/g;

/** Undoes backslash, percent and HTML escapes; undefined where the text has none. */
export function unescaped(text: string): string | undefined {
  if (!/[\\%&]/.test(text)) return undefined;
  const echoed = withoutEchoEscapes(text);
  if (echoed !== text) return echoed;
  const result = replaceEach(text, ESCAPES, ([whole, ...groups]) => {
    const [braced, unicode, byte, octal, letter, percentUnicode, percent, decimal, hex, entity] =
      groups;
    const hexadecimal = braced ?? unicode ?? byte ?? percentUnicode ?? percent ?? hex;
    if (hexadecimal !== undefined) return character(Number.parseInt(hexadecimal, 16));
    if (decimal !== undefined) return character(Number(decimal));
    if (octal !== undefined) return character(Number.parseInt(octal, 8));
    if (letter !== undefined) return "\n";
    if (entity !== undefined) return ENTITIES[entity.toLowerCase()] ?? " ";
    return whole.startsWith("\\") ? "" : whole.slice(0, 1);
  });
  return result === text ? undefined : result;
}

/** Undoes the escapes of quoted-printable mail; undefined where the text does not look like it. */
export function withoutQuotedPrintable(text: string): string | undefined {
  if (!/=[0-9A-F]{2}/.test(text) || !/=3D|=\r?\n/.test(text)) return undefined;
  return replaceEach(text, /=(?:\r?\n|([0-9a-f]{2}))/gi, ([, hex]) =>
    hex === undefined ? "" : character(Number.parseInt(hex, 16)),
  );
}

function withoutEchoEscapes(text: string): string {
  return text.replace(ECHO_ESCAPES, (run) =>
    run.replace(/\\+([0-7]+)/g, (_, octal: string) => character(Number.parseInt(octal, 8))),
  );
}

/** Puts together what the code of a program adds up, as in `"ab" + "cd"`; undefined where nothing is. */
export function withoutConcatenation(text: string): string | undefined {
  const result = text.replace(/["'`]\s{0,40}\+\s{0,40}["'`]/g, "");
  return result === text ? undefined : result;
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : " ";
}
