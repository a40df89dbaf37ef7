import type { Tree } from "../../tree/tree";
import { BlockNode } from "./blockNode";

/**
 * Most blocks inside each other that are followed. Each value keeps the path through all of them. What lies deeper is left to the
 * searches that need no structure.
 */
const DEEPEST = 24;

/** A block that is open: by a bracket until its closer, or by a line's indentation until one that is indented no more. */
interface Frame {
  readonly node: BlockNode;
  /** The bracket that ends the block; undefined for a block by indentation. */
  readonly closer: string | undefined;
  readonly column: number;
  /** Whether the block is an item of a list, opened by a dash. */
  readonly item: boolean;
}

/** The blocks that are open at a place of a text, and the documents that the text has so far. */
export class OpenBlocks {
  readonly #documents: BlockNode[] = [];
  #frames: Frame[] = [];

  constructor() {
    this.startDocument();
  }

  /** The innermost open block. */
  get top(): Frame {
    return this.#frames[this.#frames.length - 1] ?? this.startDocument();
  }

  /** Whether no further block inside the innermost one is followed. */
  get isFull(): boolean {
    return this.#frames.length >= DEEPEST;
  }

  /** Begins a document of its own, as `---` does in YAML. */
  startDocument(): Frame {
    const node = new BlockNode("");
    this.#documents.push(node);
    const frame = { node, column: -2, item: false, closer: undefined };
    this.#frames = [frame];
    return frame;
  }

  /** Opens a block inside the innermost one. */
  open(node: BlockNode, column: number, closer?: string, item = false): void {
    if (this.isFull) return;
    this.#frames.push({ node, column, item, closer });
  }

  /** Closes the blocks that a line with this indentation ends; an item of a list may stand as far left as its list's name. */
  close(column: number, beforeItem: boolean): void {
    while (this.#frames.length > 1) {
      const { column: open, item, closer } = this.top;
      const within = open < column || (beforeItem && open === column && !item);
      if (closer !== undefined || within) return;
      this.#frames.pop();
    }
  }

  /** Closes all blocks but the document's own: a section of TOML or INI begins. */
  closeAll(): void {
    this.#frames.length = 1;
  }

  /** Closes the innermost block that ends with a bracket, and all inside it; a bracket that none has opened is ignored. */
  closeBracket(closer: string): void {
    const last = this.#frames.findLastIndex((frame) => frame.closer === closer);
    if (last > 0) this.#frames.length = last;
  }

  /** The documents as JSON would hold them; `undefined` where none gives a name a value. */
  toTree(): Tree | undefined {
    const trees = this.#documents.filter(({ hasKeys }) => hasKeys).map((each) => each.toTree());
    return trees.length === 0 ? undefined : trees.length === 1 ? trees[0] : trees;
  }
}
