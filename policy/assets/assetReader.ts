import { isUtf8 } from "node:buffer";
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { unpacked } from "../search/compression";
import { readableText } from "../search/readableText";
import type { AssetContents } from "../tree/assets";
import type { UnreadPart } from "../tree/unread";
import { Budget, LARGEST_TEXT } from "./budget";
import { bytesOf, withFile, type Bytes } from "./bytes";
import { programFolders } from "./programFolders";
import { tarEntries } from "./tar";
import { zipEntries, type ArchiveEntry } from "./zip";

/** Folders that hold what others wrote: searched for the stack's own values alone. */
const THIRD_PARTY =
  /(?:^|[\\/])(?:node_modules|bower_components|\.git|\.venv|site-packages|dist-packages|[^\\/]+\.dist-info)(?:[\\/]|$)/;

/** Most bytes of a packed file that are held at once, packed and unpacked. */
const LARGEST_PACKED = 64 * 1024 * 1024;

/** Bytes that are searched for own values at a time, and how far a value may reach into the next ones. */
const PIECE = 1024 * 1024;
const OVERLAP = 512;

/** Most layers of archives in archives. */
const DEEPEST = 3;

/** Files behind assets that are kept for the rules that ask for the same resource in turn. */
const MOST_KNOWN = 8;

/** Reads the files and folders behind assets and archives, entry by entry, within one {@link Budget} each. */
export class AssetReader {
  readonly #known = new Map<string, Promise<AssetContents>>();
  readonly #holdsOwnValue: (text: string) => boolean;

  /** @param holdsOwnValue whether a text holds a value of the stack, told quickly and by the text as it is. */
  constructor(holdsOwnValue: (text: string) => boolean) {
    this.#holdsOwnValue = holdsOwnValue;
  }

  /**
   * The texts of the file or folder behind an asset; none where it is not found.
   * @param path as the program gives it, relative to the program's folder.
   */
  async read(path: string): Promise<AssetContents> {
    for (const folder of programFolders()) {
      const full = resolve(folder, path);
      const found = await stat(full).catch(() => undefined);
      if (found === undefined) continue;
      const key = `${full}\n${found.mtimeMs}\n${found.size}`;
      const known = this.#known.get(key) ?? new AssetSearch(this.#holdsOwnValue).read(full);
      if (this.#known.size > MOST_KNOWN) this.#known.clear();
      this.#known.set(key, known);
      return known;
    }
    return { contents: undefined, unread: [] };
  }
}

/** The reading of one asset. */
class AssetSearch {
  readonly #budget = new Budget();
  /** Texts by the part that they are in. */
  readonly #texts = new Map<string, string>();
  readonly #unread: UnreadPart[] = [];

  constructor(private readonly holdsOwnValue: (text: string) => boolean) {}

  async read(path: string): Promise<AssetContents> {
    const found = await stat(path);
    if (found.isDirectory()) await this.#readFolder(path);
    else await this.#readFile(path, "");
    const whole = this.#texts.size === 1 ? this.#texts.get("") : undefined;
    return { contents: whole ?? Object.fromEntries(this.#texts), unread: this.#unread };
  }

  /** Keeps a text for the rules; several pieces of one file become one. */
  #keep(part: string, text: string): void {
    const known = this.#texts.get(part);
    this.#texts.set(part, known === undefined ? text : `${known}\n${text}`);
  }

  async #readFolder(folder: string): Promise<void> {
    for (const name of (await readdir(folder, { recursive: true })).sort()) {
      await this.#readFile(join(folder, name), name);
    }
  }

  /** @param part its path in the folder, "" for the asset itself. */
  async #readFile(path: string, part: string): Promise<void> {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined || (part !== "" && found.isDirectory())) return;
    // Any other kind, such as a pipe or a device, may never end.
    if (!found.isFile()) this.#unread.push({ part, reason: "irregular" });
    else await withFile(path, found.size, (bytes) => this.#readBytes(bytes, part, 0));
  }

  async #readBytes(bytes: Bytes, part: string, depth: number): Promise<void> {
    const start = await bytes.slice(0, 4);
    if (depth < DEEPEST && start.toString("latin1").startsWith("PK")) {
      const entries = await zipEntries(bytes);
      if (entries !== undefined) return this.#readEntries(entries, part, depth);
    }
    if (bytes.length > this.#budget.bytes) {
      this.#leaveOut(part);
      return;
    }
    const thirdParty = THIRD_PARTY.test(part);
    const packed = start[0] === 0x1f && start[1] === 0x8b;
    if (packed && !thirdParty && depth < DEEPEST && bytes.length <= LARGEST_PACKED) {
      return this.#readGzip(await bytes.slice(0, bytes.length), part, depth);
    }
    this.#budget.read(bytes.length);
    if (!thirdParty && this.#budget.takeText(bytes.length)) {
      const content = await bytes.slice(0, bytes.length);
      this.#keep(part, isUtf8(content) ? content.toString("utf8") : binaryText(content));
      return;
    }
    await this.#readPieces(bytes, part);
    if (!thirdParty) this.#unread.push({ part, reason: "large" });
  }

  async #readEntries(
    entries: readonly ArchiveEntry[],
    archive: string,
    depth: number,
  ): Promise<void> {
    for (const entry of entries) {
      const part = archive === "" ? entry.name : `${archive}/${entry.name}`;
      const most = Math.min(this.#budget.bytes, LARGEST_PACKED);
      const content = most > 0 ? await entry.read(most) : undefined;
      if (content === undefined) this.#leaveOut(part);
      else await this.#readBytes(bytesOf(content), part, depth + 1);
    }
  }

  async #readGzip(packed: Buffer, part: string, depth: number): Promise<void> {
    const content = gunzipped(packed, Math.min(this.#budget.bytes, LARGEST_PACKED));
    if (content === undefined) {
      this.#leaveOut(part);
      return;
    }
    const entries = tarEntries(content);
    if (entries !== undefined) return this.#readEntries(entries, part, depth);
    return this.#readBytes(bytesOf(content), part, depth + 1);
  }

  /** Searches for the stack's own values, and keeps a piece that may hold one for the rules. */
  async #readPieces(bytes: Bytes, part: string): Promise<void> {
    for (let start = 0; start < bytes.length; start += PIECE) {
      const piece = (await bytes.slice(start, PIECE + OVERLAP)).toString("latin1");
      if (this.holdsOwnValue(piece)) this.#keep(part, piece);
    }
  }

  #leaveOut(part: string): void {
    const known = this.#unread.some(({ reason }) => reason === "unread");
    if (!known) this.#unread.push({ part, reason: "unread" });
  }
}

/** The readable texts in bytes that are no text, and in what is compressed in them. */
function binaryText(bytes: Buffer): string {
  return [bytes, ...unpacked(bytes).pieces].map(readableText).join("\n").slice(0, LARGEST_TEXT);
}

function gunzipped(packed: Buffer, most: number): Buffer | undefined {
  if (most < 1) return undefined;
  try {
    return gunzipSync(packed, { maxOutputLength: most });
  } catch {
    return undefined;
  }
}
