import type { Tree, TreeObject } from "../../tree/tree";

/** What separates the cells of a table: tabs, commas, semicolons, and bars as in Markdown. */
const SEPARATORS = ["\t", ",", ";", "|"];

/** A cell of the first line, which names a column. */
const COLUMN = /^[A-Za-z][\w .-]{0,60}$/;

/** The line between the names of the columns and the rows in Markdown. */
const RULE = /^[\s|:-]+$/;

/**
 * Reads a table whose first line names its columns, as CSV, TSV and Markdown have them: one object for each row.
 * `undefined` for any other text.
 *
 * It finds `{ twilio_token: "x" }` in `name,twilio_token` over `acme,x`, and no table in `a sentence, with a comma`.
 */
export function readTable(text: string): Tree | undefined {
  const end = text.indexOf("\n");
  if (end < 0 || end > 1000) return undefined;
  const first = text.slice(0, end);
  const separator = SEPARATORS.find((each) => first.includes(each));
  if (separator === undefined) return undefined;
  const columns = cellsOf(first, separator);
  if (columns.length < 2 || !columns.every((column) => COLUMN.test(column))) return undefined;
  const rows: TreeObject[] = [];
  for (const line of text.slice(end + 1).split("\n")) {
    if (line.trim() === "" || RULE.test(line)) continue;
    const cells = cellsOf(line, separator);
    if (cells.length !== columns.length) return undefined;
    rows.push(Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ""])));
  }
  return rows.length === 0 ? undefined : rows;
}

function cellsOf(line: string, separator: string): string[] {
  const inner = separator === "|" ? line.trim().replace(/^\||\|$/g, "") : line;
  const parts = inner.split(separator);
  const cells = inner.includes('"') ? withQuotesClosed(parts, separator) : parts;
  return cells.map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
}

/** The cells of a line whose cells in quotes may hold the separator: `"main account, auth token"`. */
function withQuotesClosed(parts: readonly string[], separator: string): string[] {
  const cells: string[] = [];
  let open: string[] = [];
  let quotes = 0;
  for (const part of parts) {
    open.push(part);
    quotes += part.split('"').length - 1;
    if (quotes % 2 !== 0) continue;
    cells.push(open.join(separator));
    open = [];
  }
  return [...cells, ...open];
}
