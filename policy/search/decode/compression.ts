import { constants, inflateRawSync } from "node:zlib";

/** What compressed data unpacks to. */
export interface Unpacked {
  readonly pieces: readonly Uint8Array[];
  /** Whether all of it was unpacked. */
  readonly complete: boolean;
}

/** Fewest bytes that compressed data with a mark takes: those of zlib, for the shortest phone number. */
const SHORTEST_COMPRESSED = 14;

/** Most bytes that some bytes are unpacked to. User data is at most 16 KiB, and deflate gains at most 1032 times. */
const LARGEST = 16 * 1024 * 1024;

/** Most layers of compressed data in compressed data. */
const DEEPEST = 3;

/** Most places of some bytes at which compressed data of one kind is looked for. */
const MOST_PLACES = 256;

const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);
const GZIP_HEADER = 10;

/** What stands before each file in a zip archive, and the length of the part that every such header has. */
const ZIP = Buffer.from("PK\u0003\u0004");
const ZIP_HEADER = 30;

/** The first byte of zlib data, and those that may come second: together they are a multiple of 31. */
const ZLIB = Buffer.from([0x78]);
const ZLIB_LEVELS: ReadonlySet<number | undefined> = new Set([0x01, 0x5e, 0x9c, 0xda]);

const NOTHING: Unpacked = { pieces: [], complete: true };

/** What gzip, zlib or zip data inside some bytes unpacks to, and what is compressed in that. */
export function unpacked(bytes: Uint8Array): Unpacked {
  let layer: readonly Uint8Array[] = deflated(bytes);
  if (layer.length === 0) return NOTHING;
  let pieces: readonly Uint8Array[] = [];
  let left = LARGEST;
  for (let depth = 0; depth < DEEPEST && layer.length > 0; depth++) {
    const inner: Uint8Array[] = [];
    for (const data of layer) {
      const piece = inflated(data, left);
      if (piece === undefined) return { pieces: [...pieces, ...inner], complete: false };
      if (piece.length > 0) inner.push(piece);
      left -= piece.length;
    }
    pieces = [...pieces, ...inner];
    layer = inner.flatMap(deflated);
  }
  return { pieces, complete: true };
}

/** The deflate data inside some bytes, from its first byte to the end of the bytes: the decompressor ignores what follows it. */
function deflated(bytes: Uint8Array): Uint8Array[] {
  if (bytes.length < SHORTEST_COMPRESSED || !mayHoldMark(bytes)) return [];
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return [
    ...places(buffer, GZIP).map((place) => behindGzipHeader(buffer, place)),
    ...places(buffer, ZIP).map((place) => behindZipHeader(buffer, place)),
    ...places(buffer, ZLIB, isZlib).map((place) => buffer.subarray(place + 2)),
  ];
}

/** Whether the first two bytes of any mark are in some bytes; in most they are not. */
function mayHoldMark(bytes: Uint8Array): boolean {
  for (let at = 1; at < bytes.length; at++) {
    const second = bytes[at];
    const first = bytes[at - 1];
    if (first === 0x78 && ZLIB_LEVELS.has(second)) return true;
    if ((first === 0x1f && second === 0x8b) || (first === 0x50 && second === 0x4b)) return true;
  }
  return false;
}

function places(
  buffer: Buffer,
  mark: Buffer,
  accepts: (buffer: Buffer, place: number) => boolean = () => true,
): number[] {
  const found: number[] = [];
  let place = buffer.indexOf(mark);
  while (place >= 0 && found.length < MOST_PLACES) {
    if (accepts(buffer, place)) found.push(place);
    place = buffer.indexOf(mark, place + 1);
  }
  return found;
}

function isZlib(buffer: Buffer, place: number): boolean {
  return ZLIB_LEVELS.has(buffer[place + 1]);
}

/** A gzip header has further fields, a name and a remark, as its flags say. Source: RFC 1952, section 2.3. */
function behindGzipHeader(buffer: Buffer, place: number): Buffer {
  const flags = buffer[place + 3] ?? 0;
  let end = place + GZIP_HEADER;
  if ((flags & 4) !== 0) end += 2 + (buffer[end] ?? 0) + ((buffer[end + 1] ?? 0) << 8);
  for (const text of [8, 16]) if ((flags & text) !== 0) end = buffer.indexOf(0, end) + 1;
  return buffer.subarray((flags & 2) === 0 ? end : end + 2);
}

function behindZipHeader(buffer: Buffer, place: number): Buffer {
  if (place + ZIP_HEADER > buffer.length) return Buffer.alloc(0);
  const names = buffer.readUInt16LE(place + 26) + buffer.readUInt16LE(place + 28);
  return buffer.subarray(place + ZIP_HEADER + names);
}

/** Returns an empty buffer if the data is not deflate, and `undefined` if the result would exceed the limit. */
function inflated(data: Uint8Array, most: number): Uint8Array | undefined {
  if (most < 1) return undefined;
  try {
    return inflateRawSync(data, { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    return error instanceof RangeError ? undefined : Buffer.alloc(0);
  }
}
