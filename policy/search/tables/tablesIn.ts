import type { Tree, TreeObject } from "../../tree/tree";
import { mayHoldSecret } from "../../tree/textLists";
import { isMarkup, readMarkup } from "../blocks/readMarkup";
import { NAME_COLUMN, tableRow } from "./tableRow";

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
 * It finds `{ Service: "Twilio", Token: "…" }` in `||Service||Token||` over `|Twilio|…|`. A table of two columns, a name
 * and its value, is one object as well: `{ provider: "Twilio", token: "…" }`.
 */
export function tablesWithBars(text: string): readonly TitledRow[] {
  if (!text.includes("|")) return [];
  const reader = new TableReader();
  for (const line of text.split("\n")) reader.readLine(line);
  return reader.end();
}

class TableReader {
  readonly #rows: TitledRow[] = [];
  #title = "";
  /** The names of the columns of the table that is being read. */
  #columns: readonly string[] | undefined;
  /** The rows of that table so far, if it has two columns, a name and its value. */
  #pairs: (readonly [string, string])[] = [];
  #before = "";

  readLine(line: string): void {
    const hasBars = line.includes("|");
    const isRule = RULE.test(line);
    if (isRule) {
      if (this.#before.includes("|")) this.#columns ??= cellsOf(this.#before);
    } else if (!hasBars) {
      this.#endTable();
      if (line.trim() !== "") this.#title = line.length > LONGEST_TITLE ? "" : line;
    } else if (this.#columns !== undefined) this.#readRow(line, this.#columns);
    else if (/^\s*\|/.test(line)) this.#columns = cellsOf(line);
    if (hasBars || !isRule) this.#before = line;
  }

  end(): readonly TitledRow[] {
    this.#endTable();
    return this.#rows;
  }

  #readRow(line: string, columns: readonly string[]): void {
    const mayHold = mayHoldSecret(line);
    const isPair = columns.length === 2 && NAME_COLUMN.test(columns[0] ?? "");
    if (!mayHold && !isPair) return;
    const cells = cellsOf(line);
    if (isPair) this.#pairs.push([cells[0] ?? "", cells[1] ?? ""]);
    if (!mayHold || cells.length !== columns.length) return;
    this.#rows.push({ row: tableRow(columns, cells), title: this.#title });
  }

  #endTable(): void {
    if (this.#pairs.some(([, value]) => mayHoldSecret(value))) {
      this.#rows.push({ row: Object.fromEntries(this.#pairs), title: this.#title });
    }
    this.#pairs = [];
    this.#columns = undefined;
  }
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
