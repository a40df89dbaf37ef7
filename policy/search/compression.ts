import { constants, gunzipSync, inflateSync } from "node:zlib";

/** Most bytes that one compressed piece is unpacked to. User data is at most 16 KiB, and deflate gains at most 1032 times. */
const LARGEST = 16 * 1024 * 1024;

/** Most places of one text at which compressed data is looked for. */
const MOST_PLACES = 8;

const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);

/** What gzip or zlib data inside some bytes unpacks to. */
export function decompressed(bytes: Uint8Array): Uint8Array[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const unpacked: Uint8Array[] = [];
  let place = buffer.indexOf(GZIP);
  for (let i = 0; place >= 0 && i < MOST_PLACES; i++) {
    unpacked.push(...attempt(gunzipSync, buffer.subarray(place)));
    place = buffer.indexOf(GZIP, place + 1);
  }
  const zlib = buffer[0] === 0x78 && ((buffer[0] << 8) | (buffer[1] ?? 0)) % 31 === 0;
  return zlib ? [...unpacked, ...attempt(inflateSync, buffer)] : unpacked;
}

function attempt(unpack: typeof gunzipSync, data: Buffer): Uint8Array[] {
  try {
    return [unpack(data, { maxOutputLength: LARGEST, finishFlush: constants.Z_SYNC_FLUSH })];
  } catch {
    return [];
  }
}
