import { readFileSync, rmSync, writeFileSync } from "node:fs";

/** Keeps a file's present content, so that it can be restored when a later write fails half way. */
export class KeptFile {
  readonly #content: Buffer | undefined;

  constructor(private readonly path: string) {
    this.#content = read(path);
  }

  /** Writes the content back, or removes the file if there was none. */
  restore(): void {
    const now = read(this.path);
    if (this.#content === undefined) rmSync(this.path, { force: true });
    else if (now?.equals(this.#content) !== true) writeFileSync(this.path, this.#content);
  }
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
