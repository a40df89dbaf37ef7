import type { TreeObject } from "../../tree/tree";
import { mayHoldSecret } from "../../tree/textLists";
import { tableRow } from "./tableRow";

/** A line that only separates rows: `|---|---|`, `+-----+`, `----+----`. */
const RULE = /^[\s|:+=-]*[-=][\s|:+=-]*$/;

/** Signs of Markdown, Jira and HTML around the text of a cell. */
const MARKS = /^(?:[`*_"]|\{\{|&nbsp;){1,4}|(?:[`*_"]|\}\}|&nbsp;){1,4}$/g;

const MOST_COLUMNS = 40;

/** Most characters of a line that is a table's title. */
const LONGEST_TITLE = 80;

/** A row of a table with the line above the table. */
export interface TitledRow {
  readonly row: TreeObject;
  readonly title: string;
}

/**
 * The rows with a possible secret of the tables inside a text, one object for each: tables with bars as in Markdown, Jira,
 * AsciiDoc and the output of a database's client, and tables in HTML. The first row names the columns.
 *
 * It finds `{ Service: "Twilio", Token: "…" }` in `||Service||Token||` over `|Twilio|…|`.
 */
export function tablesIn(text: string): readonly TitledRow[] {
  return [
    ...(text.includes("|") ? tablesWithBars(text) : []),
    ...(/<\/t[dh]>/i.test(text) ? tablesInHtml(text).map((row) => ({ row, title: "" })) : []),
  ];
}

function tablesWithBars(text: string): TitledRow[] {
  const rows: TitledRow[] = [];
  let title = "";
  let columns: readonly string[] | undefined;
  let before = "";
  for (const line of text.split("\n")) {
    const hasBars = line.includes("|");
    if (RULE.test(line)) {
      if (columns === undefined && before.includes("|")) columns = cellsOf(before);
    } else if (!hasBars) {
      columns = undefined;
      if (line.trim() !== "") title = line.length > LONGEST_TITLE ? "" : line;
    } else if (columns !== undefined) {
      const found = rowOf(columns, line, () => cellsOf(line));
      rows.push(...found.map((row) => ({ row, title })));
    } else if (/^\s*\|/.test(line)) columns = cellsOf(line);
    if (hasBars || !RULE.test(line)) before = line;
  }
  return rows;
}

function cellsOf(line: string): string[] {
  const bar = /^\s*\|\|/.test(line) ? "||" : "|";
  const cells = line.trim().split(bar, MOST_COLUMNS).map(plain);
  if (line.trimStart().startsWith("|")) cells.shift();
  if (line.trimEnd().endsWith("|")) cells.pop();
  return cells;
}

function tablesInHtml(text: string): TreeObject[] {
  const rows: TreeObject[] = [];
  let columns: readonly string[] | undefined;
  for (const part of text.split(/<tr\b/i).slice(1)) {
    const end = part.search(/<\/t(?:r|able)>/i);
    const line = end < 0 ? part : part.slice(0, end);
    const cells = (): string[] =>
      line
        .split(/<t[dh]\b[^<>]{0,200}>/i, MOST_COLUMNS)
        .slice(1)
        .map((cell) => plain(cell.replace(/<[^<>]{0,200}>/g, "")));
    if (columns === undefined) columns = cells();
    else rows.push(...rowOf(columns, line, cells));
    if (end >= 0 && /<\/table>/i.test(part.slice(end))) columns = undefined;
  }
  return rows;
}

function plain(cell: string): string {
  return cell.trim().replace(MARKS, "").trim();
}

function rowOf(
  columns: readonly string[],
  line: string,
  cellsIn: () => readonly string[],
): TreeObject[] {
  if (!mayHoldSecret(line)) return [];
  const cells = cellsIn();
  return cells.length === columns.length ? [tableRow(columns, cells)] : [];
}
