import type { Display } from "./display";

/** Control characters, and characters that hide text or reverse its direction. */
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Returns a text without credentials, and with its invisible characters written out. @param lines - whether line breaks stay */
export function showInvisible(text: string, display: Display, lines = false): string {
  return display
    .text(text)
    .replace(INVISIBLE, (character) =>
      lines && character === "\n" ? character : escaped(character),
    );
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
