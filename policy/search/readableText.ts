/** Shorter stretches of readable bytes are chance: the shortest phone number has seven digits. */
const SHORTEST = 7;

/**
 * The stretches of readable ASCII in some bytes, each on a line of its own; "" where there is none. Zero bytes are passed
 * over, so that UTF-16 reads like ASCII.
 */
export function readableText(bytes: Uint8Array): string {
  const stretches: string[] = [];
  let start = -1;
  for (let i = 0; i <= bytes.length; i++) {
    const byte = bytes[i] ?? 0xff;
    const readable = (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13;
    if (readable && start < 0) start = i;
    if (readable || byte === 0 || start < 0) continue;
    if (i - start >= SHORTEST) stretches.push(stretch(bytes.subarray(start, i)));
    start = -1;
  }
  return stretches.join("\n");
}

function stretch(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString("latin1")
    .replaceAll("\0", "");
}
