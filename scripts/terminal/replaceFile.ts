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

/** Mode of a new file, as text editors set it. */
const NEW_FILE_MODE = 0o644;

/**
 * Replaces a file's content. A reader sees the whole old or the whole new content, even after a crash. A symbolic link stays a
 * link.
 *
 * @param mode - the file's mode; without it the mode does not change
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
