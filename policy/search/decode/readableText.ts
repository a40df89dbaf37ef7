/** Shorter stretches of readable bytes are chance: the shortest phone number has seven digits. */
const SHORTEST_STRETCH = 7;

/**
 * The stretches of readable text in some bytes, each on a line of its own; "" where there is none. A stretch begins with ASCII, and
 * may hold other letters in UTF-8. Zero bytes are passed over, so that UTF-16 reads like ASCII.
 */
export function readableText(bytes: Uint8Array): string {
  let stretches: string[] | undefined;
  let start = -1;
  for (let i = 0; i <= bytes.length; i++) {
    const byte = bytes[i] ?? 0xff;
    const readable = (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13;
    if (readable && start < 0) start = i;
    if (readable || byte === 0 || start < 0) continue;
    const following = byte < 0xc2 ? 0 : bytesFollowing(bytes, i);
    i += following;
    if (following > 0) continue;
    if (i - start >= SHORTEST_STRETCH) (stretches ??= []).push(stretch(bytes.subarray(start, i)));
    start = -1;
  }
  return stretches === undefined ? "" : stretches.join("\n");
}

/** How many bytes complete the letter in UTF-8 that begins here; 0 where none does. */
function bytesFollowing(bytes: Uint8Array, start: number): number {
  const lead = bytes[start] ?? 0;
  const length = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0;
  for (let i = start + 1; i <= start + length; i++) {
    if (((bytes[i] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}

function stretch(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString("utf8")
    .replaceAll("\0", "");
}
