import type { Tree, TreeObject } from "../../tree/tree";
import { mayHoldSecret } from "../../tree/textLists";
import { tableRow } from "./tableRow";

/** The pattern of a table's name, with or without quotes. */
export const TABLE_NAME = String.raw`["'\`[\]\w.]{1,120}`;

/**
 * What begins the rows of a table, with the names of its columns if they are given: `INSERT INTO t (a, b) VALUES`,
 * `COPY t (a, b) FROM stdin`; and what defines a table.
 */
const HEADS = new RegExp(
  [
    String.raw`\b(?:insert|replace)\s{1,8}(?:(?:or|ignore|replace)\s{1,8}){0,2}into\s{1,8}(?<into>${TABLE_NAME})\s{0,8}(?:\((?<columns>[^()]{1,2000})\)\s{0,8})?(?:overriding\s[^()]{1,40})?values\s{0,8}`,
    String.raw`\bcopy\s{1,8}(?<copied>${TABLE_NAME})\s{0,8}\((?<fields>[^()]{1,2000})\)\s{1,8}from\s{1,8}stdin[^\n]{0,200}\n`,
    String.raw`\bcreate\s{1,8}table\s{1,8}(?:if\s{1,8}not\s{1,8}exists\s{1,8})?(?<defined>${TABLE_NAME})\s{0,8}(?=\()`,
  ].join("|"),
  "gi",
);

/** One sign or one value of a row. */
const PART = /'((?:[^'\\]|''|\\[^])*)'|"((?:[^"\\]|\\[^])*)"|[(),;]|[^'"(),;]+/y;

/** What defines something else than a column. */
const NO_COLUMN = /^(?:primary|unique|key|index|constraint|foreign|check|fulltext)\b/i;

interface Tuples {
  readonly tuples: readonly (readonly string[])[];
  readonly end: number;
}

/**
 * The rows with a possible secret that SQL puts into tables, each as an object by the names of its columns, inside an object by the
 * name of the table.
 *
 * It finds `{ channel_twilio: { auth_token: "…" } }` in `INSERT INTO channel_twilio (id, auth_token) VALUES (1, '…')`.
 */
export function sqlRowsIn(text: string): readonly Tree[] {
  if (!/\binto\s|\bcopy\s/i.test(text)) return [];
  const rows: TreeObject[] = [];
  const defined = new Map<string, readonly string[]>();
  let read = 0;
  for (const { 0: head, groups = {}, index } of text.matchAll(HEADS)) {
    if (index < read) continue;
    const table = unquoted(groups["into"] ?? groups["copied"] ?? groups["defined"] ?? "");
    const start = index + head.length;
    const { tuples, end } =
      groups["copied"] === undefined ? tuplesAt(text, start) : linesAt(text, start);
    read = end;
    if (groups["defined"] !== undefined) {
      defined.set(table, (tuples[0] ?? []).filter((each) => !NO_COLUMN.test(each)).map(firstWord));
      continue;
    }
    const given = groups["columns"] ?? groups["fields"];
    const names = given?.split(",").map(unquoted) ?? defined.get(table);
    if (names === undefined) continue;
    for (const tuple of tuples) {
      if (tuple.length !== names.length || !tuple.some(mayHoldSecret)) continue;
      rows.push({ [table]: tableRow(names, tuple) });
    }
  }
  return rows;
}

/** The name of a table or a column without its quotes. */
export function unquoted(name: string): string {
  return name.trim().replace(/["'`[\]]/g, "");
}

function firstWord(definition: string): string {
  return unquoted(definition.trim().split(/\s/, 1)[0] ?? "");
}

/** The rows in brackets at a place of a text, up to a sign that ends them. */
function tuplesAt(text: string, start: number): Tuples {
  const tuples: string[][] = [];
  let tuple: string[] = [];
  let depth = 0;
  let end = start;
  PART.lastIndex = start;
  for (let match = PART.exec(text); match !== null; match = PART.exec(text)) {
    const [part, single, double] = match;
    end = PART.lastIndex;
    if (part === "(") depth++;
    else if (part === ")") depth--;
    if (depth === 0) {
      if (part === ")") tuples.push(tuple);
      else if (part !== "," && part.trim() !== "") break;
      tuple = [];
    } else {
      // A call's arguments are a part of the value: `encrypt('…', 'key')`.
      if ((part === "(" && tuple.length === 0) || (part === "," && depth === 1)) tuple.push("");
      else if (part !== "(" && part !== ")")
        tuple.push((tuple.pop() ?? "") + (single ?? double ?? part.trim()));
    }
  }
  return { tuples, end };
}

/** The lines with tabs at a place of a text, up to the one that ends them. It may be the first one. */
function linesAt(text: string, start: number): Tuples {
  const last = text.indexOf("\n\\.", start - 1);
  const end = last < 0 ? text.length : last;
  const lines = text.slice(start, end).split("\n");
  return { tuples: lines.map((line) => line.split("\t")), end };
}
