import { constants, gunzipSync, inflateRawSync, inflateSync } from "node:zlib";

/** Fewest bytes that compressed data with a mark takes: those of zlib, for the shortest phone number. */
const SHORTEST = 14;

/** Most bytes that one compressed piece is unpacked to. User data is at most 16 KiB, and deflate gains at most 1032 times. */
const LARGEST = 16 * 1024 * 1024;

/** Most places of one text at which compressed data is looked for. */
const MOST_PLACES = 8;

const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);

/** What stands before each file in a zip archive, and the length of the part that every such header has. */
const ZIP = Buffer.from("PK\u0003\u0004");
const ZIP_HEADER = 30;

/** What gzip, zlib or zip data inside some bytes unpacks to. */
export function decompressed(bytes: Uint8Array): Uint8Array[] {
  if (bytes.length < SHORTEST) return [];
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const zlib = buffer[0] === 0x78 && ((buffer[0] << 8) | (buffer[1] ?? 0)) % 31 === 0;
  return [
    ...places(buffer, GZIP).flatMap((place) => attempt(gunzipSync, buffer.subarray(place))),
    ...places(buffer, ZIP).flatMap((place) => attempt(inflateRawSync, fileIn(buffer, place))),
    ...(zlib ? attempt(inflateSync, buffer) : []),
  ];
}

function places(buffer: Buffer, mark: Buffer): number[] {
  const found: number[] = [];
  let place = buffer.indexOf(mark);
  while (place >= 0 && found.length < MOST_PLACES) {
    found.push(place);
    place = buffer.indexOf(mark, place + 1);
  }
  return found;
}

/** The data of a file in a zip archive; what follows it is left to the decompressor to pass over. */
function fileIn(buffer: Buffer, place: number): Buffer {
  if (place + ZIP_HEADER > buffer.length) return Buffer.alloc(0);
  const names = buffer.readUInt16LE(place + 26) + buffer.readUInt16LE(place + 28);
  return buffer.subarray(place + ZIP_HEADER + names);
}

function attempt(unpack: typeof gunzipSync, data: Buffer): Uint8Array[] {
  try {
    return [unpack(data, { maxOutputLength: LARGEST, finishFlush: constants.Z_SYNC_FLUSH })];
  } catch {
    return [];
  }
}
