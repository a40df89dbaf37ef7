import { brotliDecompressSync, inflateRawSync } from "node:zlib";
import { base64Alignments } from "./base64";
import { readableText } from "./readableText";

/** Fewest characters of base64 that are tried: 32 hexadecimal digits become some thirty bytes. */
const SHORTEST_BASE64 = 40;

/** A text that is base64 and nothing else, but for line breaks and padding. */
const BASE64_ALONE = /^[0-9A-Za-z+/_\r\n-]+={0,2}$/;

/** Digests are in hexadecimal digits alone. */
const DIGEST = /^[0-9a-f]+$/i;

/** Most bytes that are unpacked: settings are short, and nothing marks the data as compressed. */
const LARGEST = 1024 * 1024;

/**
 * What a text unpacks to that is base64 of Brotli or bare deflate data as a whole. Neither has a mark to know it by, and to
 * try costs more than all else, so that only bytes are tried which are not readable and begin like such data.
 */
export function unmarkedCompressed(text: string): Uint8Array[] {
  if (text.length < SHORTEST_BASE64) return [];
  const alone = text.trim();
  if (!BASE64_ALONE.test(alone) || DIGEST.test(alone)) return [];
  const [bytes] = base64Alignments(alone.replace(/[\r\n]/g, ""));
  if (bytes === undefined || readableText(bytes).length * 10 > bytes.length * 9) return [];
  const first = bytes[0] ?? 0;
  return [
    ...(isBrotli(first) ? attempt(brotliDecompressSync, bytes) : []),
    ...(isDeflate(first) ? attempt(inflateRawSync, bytes) : []),
  ];
}

/** Whether the window is one that the usual tools choose. Source: RFC 7932, section 9.1. */
function isBrotli(first: number): boolean {
  const window = first & 0x0f;
  return window === 0x01 || window === 0x0b || window === 0x0f;
}

/** Whether the first block is compressed. Source: RFC 1951, section 3.2.3. */
function isDeflate(first: number): boolean {
  const type = first & 0x06;
  return type === 0x02 || type === 0x04;
}

function attempt(unpack: typeof inflateRawSync, data: Uint8Array): Uint8Array[] {
  try {
    return [unpack(data, { maxOutputLength: LARGEST })];
  } catch {
    return [];
  }
}
