import { twilioNameVerdict } from "../../credentials/names";
import type { TreeObject } from "../../tree/tree";

/** A column with values, whatever else stands in the row: `value`, `option_value`, `Current value`. */
export const VALUE_COLUMN = /^(?:\w{1,40}[ _])?(?:values?|val|default|example|content)$/i;

/** A column with the names of those values. */
export const NAME_COLUMN =
  /^(?:\w{1,40}[ _])?(?:name|key)$|^(?:variable|env|env(?:ironment)?[ _]?var(?:iable)?|setting|parameter|property|option|secret|credential|item|field|what|config(?:uration)?)$/i;

/** The cells of a row by the names of their columns. A value and its name become a pair, whatever the columns are called. */
export function tableRow(columns: readonly string[], cells: readonly string[]): TreeObject {
  const hasValue = columns.some((column) => VALUE_COLUMN.test(column));
  // Settings may stand in a table with a column for their category and another one for their type.
  const credential = cells.findIndex((cell) => twilioNameVerdict(cell) !== undefined);
  const isName = (column: string, at: number): boolean =>
    credential < 0 ? NAME_COLUMN.test(column) : at === credential;
  const entries = columns.map((column, at) => {
    const cell = cells[at] ?? "";
    if (hasValue && VALUE_COLUMN.test(column)) return ["value", cell] as const;
    return [hasValue && isName(column, at) ? "name" : column, cell] as const;
  });
  return Object.fromEntries(entries);
}
