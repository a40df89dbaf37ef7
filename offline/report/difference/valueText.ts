import type { ValueChange } from "../../difference/valueChanges";
import type { Display } from "../masking/display";
import { showInvisible } from "../masking/showInvisible";

/** Longer values are cut to this number of characters. */
const LONGEST_VALUE = 300;

/** Returns a text on one line, without credentials, and with its invisible characters written out. */
export function oneLine(text: string, display: Display): string {
  const shown = showInvisible(text, display);
  if (shown.length <= LONGEST_VALUE) return shown;
  return `${shown.slice(0, LONGEST_VALUE)}… (${shown.length} characters)`;
}

/** Returns a value as JSON on one line. */
export function valueText(value: unknown, display: Display): string {
  const shown = display.value(value);
  if (shown === "[secret]" || shown === "[unknown]") return shown;
  return oneLine(shown === undefined ? "" : JSON.stringify(shown), display);
}

/** Returns both values of a change, or only one if the value was added or removed. */
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
