import { readFileSync, rmSync, writeFileSync } from "node:fs";

/** A file's content as it is now, to be put back should it be left half written. */
export class KeptFile {
  readonly #content: Buffer | undefined;

  constructor(private readonly path: string) {
    this.#content = read(path);
  }

  /** Puts the content back, or takes the file away again where there was none. */
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
