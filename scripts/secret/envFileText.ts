import { lstatSync, readFileSync } from "node:fs";
import { wrongUse, type ScriptError } from "../terminal/scriptError";

/**
 * The text of a `.env` file, or of a pipe.
 *
 * @param shown - what the file is called in messages
 * @throws ScriptError with exit code 2 that says why it cannot be read
 */
export function textOf(path: string, shown: string): string {
  const bytes = bytesOf(path, shown);
  const start = bytes.subarray(0, 2).toString("hex");
  if (start === "fffe" || start === "feff") {
    throw wrongUse(
      `${shown} is in UTF-16, as Windows PowerShell's > writes files`,
      "save it as UTF-8",
    );
  }
  return bytes.toString("utf8");
}

function bytesOf(path: string, shown: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
    throw unreadable(path, shown, String(code));
  }
}

function unreadable(path: string, shown: string, code: string): ScriptError {
  if (code === "EISDIR") return wrongUse(`${shown} is a folder`, "name the file: --env-file FILE");
  if (code === "EACCES" || code === "EPERM") {
    return wrongUse(`${shown} may not be read by this user`, `ls -l ${shown} shows whose it is`);
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
