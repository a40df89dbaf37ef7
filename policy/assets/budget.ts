/** Most bytes of texts of the program's own that are searched in every way, of one file and of one asset. */
export const LARGEST_TEXT = 4 * 1024 * 1024;
const MOST_TEXT = 24 * 1024 * 1024;

/** Most bytes of one asset that are read at all: what Lambda takes, unpacked. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Most microseconds of processor time that the reading of one asset may take: a busy machine makes no difference to it. */
const MOST_TIME = 30_000_000;

/** What may still be read of one asset. */
export class Budget {
  #bytes = MOST_BYTES;
  #text = MOST_TEXT;
  readonly #begun = process.cpuUsage();

  /** Bytes that may still be read; 0 when the time is over. */
  get bytes(): number {
    const { user, system } = process.cpuUsage(this.#begun);
    return user + system < MOST_TIME ? this.#bytes : 0;
  }

  /** Counts bytes that were read. */
  read(bytes: number): void {
    this.#bytes -= bytes;
  }

  /** Counts a text that is to be searched in every way; false where it is too large for that. */
  takeText(bytes: number): boolean {
    if (bytes > Math.min(this.#text, LARGEST_TEXT)) return false;
    this.#text -= bytes;
    return true;
  }
}
