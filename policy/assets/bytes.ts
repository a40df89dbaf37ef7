import { open, type FileHandle } from "node:fs/promises";

/** Bytes that are read piece by piece: of a file, or of what was unpacked. */
export interface Bytes {
  readonly length: number;
  /** The bytes from a place on; fewer where they end. */
  slice(start: number, length: number): Promise<Buffer>;
}

/** The bytes of a buffer. */
export function bytesOf(buffer: Buffer): Bytes {
  return {
    length: buffer.length,
    slice: (start, length) => Promise.resolve(buffer.subarray(start, start + length)),
  };
}

/** Does something with the bytes of a regular file, which is closed afterwards. */
export async function withFile<T>(
  path: string,
  length: number,
  act: (bytes: Bytes) => Promise<T>,
): Promise<T> {
  const file = await open(path);
  try {
    return await act({ length, slice: (start, most) => sliceOf(file, start, most, length) });
  } finally {
    await file.close();
  }
}

async function sliceOf(
  file: FileHandle,
  start: number,
  most: number,
  length: number,
): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, Math.min(most, length - start)));
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
