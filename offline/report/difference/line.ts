import type { ValueChange } from "../../difference/valueChanges";

/** What happens to the subject of a line: added, removed, changed, replaced, or nothing. */
export type Sign = "+" | "-" | "~" | "±" | " ";

/** A line of a section. */
export interface Line {
  readonly sign: Sign;
  /** 1 for a part of the line before. */
  readonly depth: 0 | 1;
  readonly text: string;
}

/** A part of the report on a difference. */
export interface Section {
  readonly title: string;
  /** Empty if nothing differs. */
  readonly lines: readonly Line[];
}

/** Makes a line. */
export function line(sign: Sign, text: string, depth: Line["depth"] = 0): Line {
  return { sign, depth, text };
}

/** The sign of a changed value. */
export function signOf(change: ValueChange): Sign {
  if (!("before" in change)) return "+";
  return "after" in change ? "~" : "-";
}
