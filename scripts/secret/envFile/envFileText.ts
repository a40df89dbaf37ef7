import { constants, lstatSync, statSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { ScriptError, wrongUse } from "../../terminal/scriptError";

/** Largest size in bytes. A `.env` file has five lines, so a larger file is something else. */
const LARGEST = 1024 * 1024;

/** How long to wait for a pipe, in milliseconds. A password manager may ask its user first. */
const PIPE_TIMEOUT_MS = 30_000;

/** Pause before an empty pipe is read again, in milliseconds. */
const LOOK_EVERY_MS = 20;

/** A file's text, and who can read the file. */
export interface EnvFileText {
  readonly text: string;
  /** Whether other users of the machine can read the file. */
  readonly readableByOthers: boolean;
}

/**
 * Reads the text of a `.env` file or of a pipe without blocking the process. It gives up on a pipe that nobody writes to, and an
 * interrupt works at any time.
 *
 * @param shown - the file's name in messages
 * @param timeoutMs - how long to wait for a pipe
 * @throws ScriptError with exit code 2 that says why it cannot be read
 */
export async function textOf(
  path: string,
  shown: string,
  timeoutMs = PIPE_TIMEOUT_MS,
): Promise<EnvFileText> {
  const { bytes, mode } = await bytesOf(path, shown, timeoutMs);
  const start = bytes.subarray(0, 2).toString("hex");
  if (start === "fffe" || start === "feff" || bytes.includes(0)) {
    throw wrongUse(
      `${shown} is in UTF-16, as Windows PowerShell's > writes files, or is not text at all`,
      "save it as UTF-8",
    );
  }
  return { text: bytes.toString("utf8"), readableByOthers: (mode & 0o044) !== 0 };
}

/** Whether the path is a pipe, so that its reader may have to wait for a writer. */
export function isPipe(path: string): boolean {
  try {
    return statSync(path).isFIFO();
  } catch {
    // Reading the file will fail too, and that error says why.
    return false;
  }
}

async function bytesOf(
  path: string,
  shown: string,
  timeoutMs: number,
): Promise<{ readonly bytes: Buffer; readonly mode: number }> {
  try {
    // Without O_NONBLOCK, opening a pipe waits for a writer, and the process could not even be interrupted.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const status = await file.stat();
      const bytes = await readAll(file, shown, status.isFIFO(), timeoutMs);
      return { bytes, mode: status.isFile() ? status.mode : 0 };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof ScriptError) throw error;
    const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
    throw unreadable(path, shown, String(code));
  }
}

/** @param isPipe - whether an empty read may mean that the writer has not opened the pipe yet */
async function readAll(
  file: FileHandle,
  shown: string,
  isPipe: boolean,
  timeoutMs: number,
): Promise<Buffer> {
  const deadline = Date.now() + timeoutMs;
  const pieces: Buffer[] = [];
  let length = 0;
  for (;;) {
    const piece = await readPiece(file);
    if (piece !== undefined && piece.length > 0) {
      pieces.push(piece);
      length += piece.length;
      if (length > LARGEST) {
        throw wrongUse(
          `${shown} is larger than 1 MiB`,
          "give a file with the five credentials alone",
        );
      }
      continue;
    }
    const isEnd = piece !== undefined && (!isPipe || length > 0);
    if (isEnd) return Buffer.concat(pieces);
    if (Date.now() > deadline) {
      throw wrongUse(
        `nothing came out of ${shown} within ${timeoutMs / 1000} s`,
        "check the command that writes to it, or give a file: --env-file FILE",
      );
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/**
 * Reads a piece. It is empty at the end, or if a pipe has no writer yet. It is undefined if the writer has written nothing yet.
 */
async function readPiece(file: FileHandle): Promise<Buffer | undefined> {
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, "code") === "EAGAIN") return undefined;
    throw error;
  }
}

function unreadable(path: string, shown: string, code: string): ScriptError {
  if (code === "EISDIR") return wrongUse(`${shown} is a folder`, "name the file: --env-file FILE");
  if (code === "EACCES" || code === "EPERM") {
    return wrongUse(`${shown} cannot be read by this user`, `ls -l ${shown} shows whose it is`);
  }
  if (path === "-") {
    return wrongUse(`there is no file ${shown}`, "for the standard input: --env-file /dev/stdin");
  }
  if (code === "ELOOP") {
    return wrongUse(`${shown} is a link that leads back to itself`, `ls -l ${shown} shows it`);
  }
  if (code !== "ENOENT" && code !== "ENOTDIR") {
    return wrongUse(`${shown} cannot be read (${code})`, "give a file or a pipe: --env-file FILE");
  }
  return isLink(path)
    ? wrongUse(`${shown} is a link to a file that is not there`, `ls -l ${shown} shows which`)
    : wrongUse(
        `there is no readable file ${shown}`,
        "cp .env.example .env, fill it in, or --env-file",
      );
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
