import type { ValueChange } from "../../difference/valueChanges";
import type { Display } from "../display";

/** Number of characters from which on a value is cut. */
const LONGEST_VALUE = 300;

/** Control characters, and those that hide or turn round what stands next to them. */
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Returns a text on one line, without credentials, and with its invisible characters written out. */
export function oneLine(text: string, display: Display): string {
  const shown = display.text(text).replace(INVISIBLE, escaped);
  if (shown.length <= LONGEST_VALUE) return shown;
  return `${shown.slice(0, LONGEST_VALUE)}… (${shown.length} characters)`;
}

/** Returns a value as JSON on one line. */
export function valueText(value: unknown, display: Display): string {
  const shown = display.value(value);
  if (shown === "[secret]" || shown === "[unknown]") return shown;
  return oneLine(shown === undefined ? "" : JSON.stringify(shown), display);
}

/** Returns both values of a change; only one where the place is new or gone. */
export function changeText(
  change: ValueChange,
  display: Display,
  text: (value: unknown, display: Display) => string = valueText,
): string {
  const { after, before } = change;
  if (typeof before === "symbol" && typeof after === "symbol") return "another [secret]";
  return [
    ...("before" in change ? [text(before, display)] : []),
    ...("after" in change ? [text(after, display)] : []),
  ].join(" → ");
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
