import type { Tree, TreeObject } from "../../tree/tree";
import { mayHoldSecret } from "../../tree/textLists";
import { isMarkup, readMarkup } from "../blocks/readMarkup";
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
 * The rows with a possible secret of the tables with bars inside a text, one object for each: as in Markdown, Jira, AsciiDoc and the
 * output of a database's client. The first row names the columns.
 *
 * It finds `{ Service: "Twilio", Token: "…" }` in `||Service||Token||` over `|Twilio|…|`.
 */
export function tablesWithBars(text: string): readonly TitledRow[] {
  if (!text.includes("|")) return [];
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
    } else if (columns === undefined) {
      if (/^\s*\|/.test(line)) columns = cellsOf(line);
    } else if (mayHoldSecret(line)) {
      const cells = cellsOf(line);
      if (cells.length === columns.length) rows.push({ row: tableRow(columns, cells), title });
    }
    if (hasBars || !RULE.test(line)) before = line;
  }
  return rows;
}

/** The tables of HTML inside a text that is no page itself, such as Markdown: what each of their cells has as its name. */
export function htmlTablesIn(text: string): readonly Tree[] {
  const tables: Tree[] = [];
  if (isMarkup(text)) return tables;
  const small = text.toLowerCase();
  let end = 0;
  for (let start = small.indexOf("<table"); start >= 0; start = small.indexOf("<table", end)) {
    const closing = small.indexOf("</table>", start);
    end = closing < 0 ? text.length : closing;
    const table = text.slice(start, end);
    if (mayHoldSecret(table)) tables.push(readMarkup(table));
  }
  return tables;
}

function cellsOf(line: string): string[] {
  const bar = /^\s*\|\|/.test(line) ? "||" : "|";
  const cells = line.trim().split(bar, MOST_COLUMNS).map(plain);
  if (line.trimStart().startsWith("|")) cells.shift();
  if (line.trimEnd().endsWith("|")) cells.pop();
  return cells;
}

function plain(cell: string): string {
  return cell.trim().replace(MARKS, "").trim();
}
