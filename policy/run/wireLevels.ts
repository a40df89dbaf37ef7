/** The messages of the wire that lead to values, by the numbers of their fields. Source: analyzer.proto and struct.proto. */
const INNER = {
  stack: { 1: "resource" },
  resource: { 2: "struct", 6: "provider" },
  provider: { 2: "struct" },
  struct: { 1: "entry" },
  entry: { 2: "value" },
  value: { 5: "struct", 6: "list" },
  list: { 1: "value" },
} as const satisfies Readonly<Record<string, Readonly<Record<number, string>>>>;

/** A message that leads to values. */
export type WireMessage = keyof typeof INNER;

/** A message that is being read. */
interface Open {
  readonly message: WireMessage;
  readonly end: number;
}

const LENGTH_DELIMITED = 2;

/** The sizes in bytes of the fields with a fixed size, by their wire types. */
const FIXED: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

/**
 * The number of levels of lists and objects in the bytes of a request. The time grows with the bytes, and the stack does not grow. The
 * SDK makes a call for each level.
 */
export function wireLevels(bytes: Uint8Array, root: WireMessage): number {
  const reader = new WireReader(bytes);
  const open: Open[] = [{ message: root, end: bytes.length }];
  let levels = 0;
  let most = 0;
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    if (reader.at >= top.end) {
      open.pop();
      if (isLevel(top.message)) levels--;
      continue;
    }
    const { field, end } = reader.next();
    const message = innerOf(top.message, field);
    if (message === undefined || end === undefined) {
      reader.at = end ?? reader.at;
      continue;
    }
    open.push({ message, end });
    if (isLevel(message)) most = Math.max(most, ++levels);
  }
  return most;
}

function isLevel(message: WireMessage): boolean {
  return message === "struct" || message === "list";
}

function innerOf(message: WireMessage, field: number): WireMessage | undefined {
  const inner: Readonly<Record<number, WireMessage>> = INNER[message];
  return inner[field];
}

/** Reads the fields of messages, one after the other. */
class WireReader {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /**
   * The number of the next field. If the field may hold a message, the reader stops at its first byte and returns its end.
   * It skips other fields.
   */
  next(): { readonly field: number; readonly end?: number } {
    const key = this.#number();
    const field = Math.floor(key / 8);
    const type = key % 8;
    if (type === LENGTH_DELIMITED) {
      const length = this.#number();
      return { field, end: this.at + length };
    }
    const size = FIXED[type];
    if (size === undefined) this.#number();
    else this.at += size;
    return { field };
  }

  #number(): number {
    let value = 0;
    for (let factor = 1; this.at < this.#bytes.length; factor *= 128) {
      const byte = this.#bytes[this.at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) break;
    }
    return value;
  }
}
