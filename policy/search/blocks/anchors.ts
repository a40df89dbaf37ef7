import type { BlockNode } from "./blockNode";

/** Most children of blocks that are read for all aliases of one text. */
const MOST_CHILDREN = 10_000;

/**
 * The blocks and values that a text in YAML marks with an anchor, for the aliases that repeat them. It finds the token of
 * `x-sms: &sms` in `twilio: { <<: *sms }`.
 */
export class Anchors {
  readonly #marked = new Map<string, BlockNode>();
  #left = MOST_CHILDREN;

  /** Keeps the block of a value that begins with an anchor: `&sms`, `&token "x"`. Returns the value without it. */
  mark(value: string, node: BlockNode): string {
    const name = /^&([\w-]{1,60})/.exec(value)?.[1];
    if (name === undefined) return value;
    this.#marked.set(name, node);
    return value.slice(name.length + 1).trimStart();
  }

  /** Repeats what an alias such as `*sms` means. Whether the value is an alias of a marked block. */
  repeat(value: string, node: BlockNode): boolean {
    const name = /^\*([\w-]{1,60})\s*$/.exec(value)?.[1];
    const marked = name === undefined ? undefined : this.#marked.get(name);
    if (marked === undefined) return false;
    this.#left -= node.repeat(marked, this.#left);
    return true;
  }
}
