import { randomBytes } from "node:crypto";
import {
  openSync,
  closeSync,
  fsyncSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";

/** Mode of a file that did not exist: what a text editor gives. */
const NEW_FILE_MODE = 0o644;

/**
 * Puts new content in a file's place: a reader, also one after a crash, sees the old content or the new one whole. A link stays
 * a link.
 *
 * @param mode - rights of the file; without it they stay as they are
 */
export function replaceFile(path: string, content: Uint8Array, mode?: number): void {
  const present = statSync(path, { throwIfNoEntry: false });
  const file = present === undefined ? path : realpathSync(path);
  const temporary = `${file}.${randomBytes(6).toString("hex")}.new`;
  try {
    const descriptor = openSync(temporary, "wx", mode ?? present?.mode ?? NEW_FILE_MODE);
    try {
      writeSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
