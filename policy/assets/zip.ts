import { inflateRawSync } from "node:zlib";
import type { Bytes } from "./bytes";

/** One file in an archive. */
export interface ArchiveEntry {
  readonly name: string;
  /** Its bytes, unpacked; undefined where they cannot be unpacked, or would be more than so many. */
  read(most: number): Promise<Buffer | undefined>;
}

/** The end of a zip archive, which tells where its directory is, and the longest remark behind it. Source: APPNOTE.TXT 4.3.16. */
const END = 0x06054b50;
const END_LENGTH = 22;
const LONGEST_REMARK = 0xffff;

const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_ENTRY_LENGTH = 46;
const LOCAL_HEADER_LENGTH = 30;

/** Most bytes of a directory: that of 100,000 files. */
const LARGEST_DIRECTORY = 16 * 1024 * 1024;

const STORED = 0;
const DEFLATED = 8;

/** The files of a zip archive, by its directory; undefined where the bytes have no directory that can be read. */
export async function zipEntries(bytes: Bytes): Promise<ArchiveEntry[] | undefined> {
  const tailStart = Math.max(0, bytes.length - END_LENGTH - LONGEST_REMARK);
  const tail = await bytes.slice(tailStart, END_LENGTH + LONGEST_REMARK);
  for (let at = tail.length - END_LENGTH; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END) continue;
    const count = tail.readUInt16LE(at + 10);
    const size = tail.readUInt32LE(at + 12);
    const start = tail.readUInt32LE(at + 16);
    if (size > LARGEST_DIRECTORY || start + size > tailStart + at) return undefined;
    return entriesIn(await bytes.slice(start, size), count, bytes);
  }
  return undefined;
}

function entriesIn(directory: Buffer, count: number, bytes: Bytes): ArchiveEntry[] | undefined {
  const entries: ArchiveEntry[] = [];
  let at = 0;
  while (at + DIRECTORY_ENTRY_LENGTH <= directory.length) {
    if (directory.readUInt32LE(at) !== DIRECTORY_ENTRY) return undefined;
    const nameLength = directory.readUInt16LE(at + 28);
    const extras = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    const nameStart = at + DIRECTORY_ENTRY_LENGTH;
    const name = directory.toString("utf8", nameStart, nameStart + nameLength);
    const place = {
      encrypted: (directory.readUInt16LE(at + 8) & 1) !== 0,
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      unpacked: directory.readUInt32LE(at + 24),
      header: directory.readUInt32LE(at + 42),
    };
    if (!name.endsWith("/")) entries.push({ name, read: (most) => readEntry(bytes, place, most) });
    at = nameStart + nameLength + extras;
  }
  // In an archive of more than 65,535 files the count wraps.
  return entries.length === 0 && count > 0 ? undefined : entries;
}

interface EntryPlace {
  readonly encrypted: boolean;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  /** Where the header before the data begins. */
  readonly header: number;
}

async function readEntry(
  bytes: Bytes,
  { encrypted, method, packed, unpacked, header }: EntryPlace,
  most: number,
): Promise<Buffer | undefined> {
  if (encrypted || packed > most || unpacked > most) return undefined;
  const local = await bytes.slice(header, LOCAL_HEADER_LENGTH);
  if (local.length < LOCAL_HEADER_LENGTH) return undefined;
  const start = header + LOCAL_HEADER_LENGTH + local.readUInt16LE(26) + local.readUInt16LE(28);
  const data = await bytes.slice(start, packed);
  if (method === STORED) return data;
  return method === DEFLATED ? inflated(data, most) : undefined;
}

function inflated(data: Buffer, most: number): Buffer | undefined {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, most) });
  } catch {
    return undefined;
  }
}
