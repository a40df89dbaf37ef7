import type { ArchiveEntry } from "./zip";

const BLOCK = 512;

/** Kinds of entries: files, and the long names of the file behind them. Source: POSIX pax, GNU tar. */
const FILES = ["0", "\0"];
const LONG_NAME = "L";

/** The files of a tar archive; undefined where the bytes are none. */
export function tarEntries(bytes: Buffer): ArchiveEntry[] | undefined {
  if (bytes.length < BLOCK || bytes.toString("latin1", 257, 262) !== "ustar") return undefined;
  const entries: ArchiveEntry[] = [];
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const size = Number.parseInt(text(bytes, at + 124, 12), 8);
    if (bytes[at] === 0 || !Number.isInteger(size)) break;
    const data = bytes.subarray(at + BLOCK, at + BLOCK + size);
    const kind = bytes.toString("latin1", at + 156, at + 157);
    if (FILES.includes(kind)) {
      const prefix = text(bytes, at + 345, 155);
      const name = text(bytes, at, 100);
      const full = longName ?? (prefix === "" ? name : `${prefix}/${name}`);
      entries.push({ name: full, read: (most) => Promise.resolve(size > most ? undefined : data) });
    }
    longName = kind === LONG_NAME ? text(data, 0, data.length) : undefined;
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return entries;
}

/** A text in a field, which ends with a zero byte. */
function text(bytes: Buffer, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end < 0 ? length : end).trim();
}
