import type { Tree } from "../../tree/tree";
import { mayHoldSecret } from "../../tree/textLists";
import { TABLE_NAME, unquoted } from "./sqlRowsIn";

/** An update of a table's rows: `UPDATE providers SET secret = '…' WHERE name = 'twilio'`. */
const UPDATE = new RegExp(
  String.raw`\bupdate\s{1,8}(${TABLE_NAME})(?:\s{1,8}(?:as\s{1,8})?\w{1,40})?\s{1,8}set\s([^;]{1,2000})`,
  "gi",
);

/** A column and the text that it gets, or that it is compared with. */
const COLUMN =
  /(?<![\w.])(?:\w{1,40}\.)?["`[]?(\w{1,60})["`\]]?\s{0,4}=\s{0,4}'((?:[^'\\]|''|\\[^])*)'/g;

/**
 * The columns with a possible secret that SQL updates, each row as an object inside an object by the name of the table.
 *
 * It finds `{ providers: { secret: "…", name: "twilio" } }` in `UPDATE providers SET secret = '…' WHERE name = 'twilio'`.
 */
export function sqlUpdatesIn(text: string): readonly Tree[] {
  if (!/\bupdate\s/i.test(text)) return [];
  return [...text.matchAll(UPDATE)].flatMap(([, table = "", columns = ""]) => {
    if (!mayHoldSecret(columns)) return [];
    const row = [...columns.matchAll(COLUMN)].map(
      ([, name = "", value = ""]) => [name, value] as const,
    );
    return [{ [unquoted(table)]: Object.fromEntries(row) }];
  });
}
