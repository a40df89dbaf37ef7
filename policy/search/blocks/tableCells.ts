import { describes, isConfidential } from "../../credentials/names";
import { NAME_COLUMN, VALUE_COLUMN } from "../tables/tableRow";

/** The cells of a table and of a list of terms. */
const CELL = /^(?:td|th|dt|dd)$/i;

/** Longer texts are no names. */
const LONGEST_NAME = 60;

/** Follows the tables of a page while it is read, and says what the name of a cell is. */
export class TableCells {
  #columns: readonly string[] = [];
  #row: string[] = [];
  #hasHead = false;
  #isOfHeads = true;

  /**
   * Takes notice of an element that opens. Returns the name of a cell: the head of its column, the text in the column of names, or the
   * text of the cell before it.
   *
   * It finds `etag` for the second cell of `<td>etag</td><td>…</td>`.
   */
  open(tag: string): string | undefined {
    if (/^(?:table|dl)$/i.test(tag)) this.#startTable();
    else if (/^(?:tr|dt)$/i.test(tag)) this.#startRow();
    if (!CELL.test(tag)) return undefined;
    const head = this.#columns[this.#row.length] ?? "";
    const isHead = head !== "" && !VALUE_COLUMN.test(head);
    const name = isHead ? head : (this.#nameInRow() ?? this.#row.at(-1) ?? "");
    this.#row.push("");
    this.#isOfHeads &&= /^th$/i.test(tag);
    if (name === "" || name.length > LONGEST_NAME) return undefined;
    return isProduct(name) ? "#text" : name;
  }

  /** Adds text to the open cell. */
  addText(text: string): void {
    if (this.#row.length > 0) this.#row.push(`${this.#row.pop() ?? ""}${text}`);
  }

  /** Takes notice of the first row of a table: its cells are the heads of the columns if they say what is in them. */
  closeRow(): void {
    if (this.#hasHead) return;
    this.#hasHead = true;
    this.#columns = this.#row.map((cell) => (this.#isOfHeads || describes(cell) ? cell : ""));
  }

  /** The text in the column of names, if the row has come so far. */
  #nameInRow(): string | undefined {
    const column = this.#columns.findIndex((head) => NAME_COLUMN.test(head));
    return column < 0 ? undefined : this.#row[column];
  }

  #startTable(): void {
    this.#columns = [];
    this.#startRow();
    this.#hasHead = false;
  }

  #startRow(): void {
    this.#row = [];
    this.#isOfHeads = true;
  }
}

/** Whether a cell names something of Twilio's that is no credential, such as `twilio-cli`. It says nothing of the cell behind it. */
function isProduct(cell: string): boolean {
  return /twilio/i.test(cell) && !/^twilio$/i.test(cell) && !isConfidential(cell);
}
