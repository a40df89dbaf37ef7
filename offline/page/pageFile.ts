import {
  closeSync,
  existsSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { wrongUse } from "../../scripts/terminal/scriptError";
import { PAGE_MARK } from "./page";

/** The mark is within the first bytes of a page, this many. */
const HEAD = 1024;

/**
 * Returns the path that a page can be written to.
 * @throws ScriptError if the folder is missing, or if the file is not a page that this command wrote
 */
export function pageFile(file: string, root: string): string {
  const path = resolve(root, file);
  if (!existsSync(dirname(path))) {
    throw wrongUse(
      "--html: the folder of the file does not exist",
      "make it first, or name another file",
    );
  }
  if (!existsSync(path)) return path;
  const real = realpathSync(path);
  if (!statSync(real).isFile())
    throw wrongUse("--html: this is not a regular file", "name another one");
  if (statSync(real).size === 0 || head(real).includes(PAGE_MARK)) return real;
  throw wrongUse(
    "--html: the file exists, and is not a page that this command wrote",
    "name another file, or delete it first",
  );
}

/** Writes a page in one step: a reader of the file gets the old page or the new one, never a part. */
export function writePage(path: string, text: string): void {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeFileSync(draft, text, { flag: "wx" });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw wrongUse(
      `--html: the page cannot be written${code}`,
      "name a file in a folder that you may write to",
    );
  }
}

function head(path: string): string {
  const descriptor = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(HEAD);
    return bytes.toString("utf8", 0, readSync(descriptor, bytes, 0, HEAD, 0));
  } finally {
    closeSync(descriptor);
  }
}
