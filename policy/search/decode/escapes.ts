import { replaceEach } from "./replaceEach";

/**
 * Backslash, percent and HTML escapes, with whatever outer escapes stand around them: `\\\\u0041` is an escape that was
 * escaped again, and so are `%252541` and `&amp;#65;`. Each alternative begins with a run that the expression never gives
 * back, so that the time is linear in the text.
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

/** Undoes backslash, percent and HTML escapes. Returns `undefined` if the text has none. */
export function unescaped(text: string): string | undefined {
  if (!/[\\%&]/.test(text)) return undefined;
  const echoed = withoutEchoEscapes(text);
  if (echoed !== text) return echoed;
  return replaceEach(text, ESCAPES, ([whole, ...groups]) => {
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
}

/** Undoes the escapes of quoted-printable mail. Returns `undefined` if the text does not look like it. */
export function withoutQuotedPrintable(text: string): string | undefined {
  if (!/=[0-9A-F]{2}/.test(text) || !/=3D|=\r?\n/.test(text)) return undefined;
  if (!hasMostlyEscapes(text)) return undefined;
  return replaceEach(text, /=(?:\r?\n|([0-9a-f]{2}))/gi, ([, hex]) =>
    hex === undefined ? "" : character(Number.parseInt(hex, 16)),
  );
}

/** In mail each equals sign begins an escape or ends a line; in code most assign. */
function hasMostlyEscapes(text: string): boolean {
  let escapes = 0;
  let signs = 0;
  for (let at = text.indexOf("="); at >= 0; at = text.indexOf("=", at + 1)) {
    signs++;
    if (/^=(?:\r?\n|[0-9A-F]{2})/.test(text.slice(at, at + 3))) escapes++;
  }
  return escapes * 4 >= signs;
}

function withoutEchoEscapes(text: string): string {
  return text.replace(ECHO_ESCAPES, (run) =>
    run.replace(/\\+([0-7]+)/g, (_, octal: string) => character(Number.parseInt(octal, 8))),
  );
}

/** What puts two texts together: `+`, `.`, `..`, `<>`, `&` and `||`; between two lines nothing, or a backslash. */
const ADDS =
  /["'`](?:\s{0,40}(?:\+|\.{1,2}|<>|&|\|\|)\s{0,40}|[ \t]{0,8}\\?\r?\n[ \t]{1,40}[frbu]?)["'`]/gi;

/** Joins the texts that code adds up, as in `"ab" + "cd"`. Returns `undefined` if there are none. */
export function withoutConcatenation(text: string): string | undefined {
  return replaceEach(text, ADDS, () => "");
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : " ";
}
