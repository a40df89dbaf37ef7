import type { Tree } from "../../tree/tree";

/** A call whose arguments are names and values in turn: `Map.of("name", "value")`. */
const MAP_CALL = /(?:^|\.)(?:(?:\w*Map|MapEntry|Pair|SimpleEntry)(?:\.(?:of|entry))?|entry|mapOf)$/;

/** Functions of HCL whose arguments are alike, so that the first one does not name the others: `try(var.token, "x")`. */
const ALIKE_CALL = /^(?:try|coalesce)$/;

/** An address at Twilio. */
export const TWILIO_ADDRESS = /https?:\/\/[\w.-]{0,60}\btwilio\.com/i;

/** A name, its value and the blocks inside it, as a text has them. */
export class BlockNode {
  /** Made with the first child, and the names with the first name, because a text may have a million blocks without any. */
  #children: BlockNode[] | undefined;
  #lastNamed: Map<string, BlockNode> | undefined;
  text: string | undefined;
  #isCall = false;
  #isMap = false;
  /** Whether an empty value is null, as in YAML. For `TOKEN:`, Compose takes the variable of its own environment. */
  isNull = false;

  /** @param name "" for what has none, such as an item of a list. */
  constructor(readonly name: string) {}

  /** Whether the block is the arguments of a call. */
  get isCall(): boolean {
    return this.#isCall;
  }

  /** Says what the block is by the bracket that opens it, and by the name of the call before it. */
  opens(bracket: string, call = ""): void {
    this.#isCall = bracket === "(" && !ALIKE_CALL.test(call);
    this.#isMap = this.#isCall && MAP_CALL.test(call);
  }

  /** Whether anything in the block has a name, or is a text of several lines, in which something may have a name. */
  get hasKeys(): boolean {
    return (
      this.#children?.some(
        ({ name, text, hasKeys }) => name !== "" || text?.includes("\n") === true || hasKeys,
      ) === true
    );
  }

  /** Adds a block of its own. */
  add(name: string): BlockNode {
    const child = new BlockNode(name);
    if (this.#children === undefined) this.#children = [child];
    else this.#children.push(child);
    if (name !== "") (this.#lastNamed ??= new Map<string, BlockNode>()).set(name, child);
    return child;
  }

  /** Adds a block under a name; under each part of it in turn where dots separate them. YAML's `<<` means the block itself. */
  descend(name: string): BlockNode {
    if (name === "<<") return this;
    // Quarkus and TOML put quotes around a part: `quarkus.rest-client."twilio".password`.
    // Spring numbers the items of a list: `sms.providers[0].password`.
    const plain = name.replace(/"/g, "").replace(/\[(\d+)\]/g, ".$1");
    const parts = /^\$?[A-Za-z][\w-]*(?:\.[\w-]+)+$/.test(plain) ? plain.split(".") : [name];
    return parts.reduce<BlockNode>((node, part, index) => {
      if (index === parts.length - 1) return node.add(part);
      const last = node.#lastNamed?.get(part);
      return last === undefined || last.text !== undefined ? node.add(part) : last;
    }, this);
  }

  /** Adds blocks, each inside the one before. */
  descendAll(names: readonly string[]): BlockNode {
    return names.reduce<BlockNode>(
      (inner, name) => (name === "" ? inner.add("") : inner.descend(name)),
      this,
    );
  }

  /**
   * Takes over the text of another block and the values among at most so many of its children. Blocks inside it are left out, because
   * repeats of repeats could multiply. Returns the number of children that were read.
   */
  repeat(other: BlockNode, most: number): number {
    const read = other.#children?.slice(0, most) ?? [];
    this.text ??= other.text;
    for (const child of read) {
      if (child.#children === undefined) (this.#children ??= []).push(child);
    }
    return read.length;
  }

  /** The block as JSON would hold it: names that occur twice hold a list. */
  toTree(): Tree {
    const children = this.#named();
    if (children.length === 0) return this.text ?? (this.isNull ? null : "");
    if (children.every(({ name }) => name === "")) return this.#items(children);
    const entries = new Map<string, Tree[]>();
    for (const child of children) {
      const known = entries.get(child.name);
      if (known === undefined) entries.set(child.name, [child.toTree()]);
      else known.push(child.toTree());
    }
    const object: Record<string, Tree> = {};
    for (const [name, trees] of entries) {
      const [only = ""] = trees;
      object[name === "__proto__" ? "" : name] = trees.length === 1 ? only : trees;
    }
    return this.text === undefined || this.text === "" ? object : { ...object, "#text": this.text };
  }

  #items(children: readonly BlockNode[]): Tree {
    const items = children.map((child) => child.toTree());
    return this.text === undefined || this.text === "" ? items : [this.text, ...items];
  }

  /**
   * A call's first text, if it is a name, is the name of the others: `add_argument("--token", default="x")`. An address at Twilio
   * says whose the others are: `post("https://api.twilio.com/…", { auth: … })`.
   */
  #named(): readonly BlockNode[] {
    const children = this.#children ?? [];
    if (this.#isMap) return this.#pairs(children);
    if (!this.#isCall) return children;
    const [first, ...others] = children;
    if (first?.name !== "" || first.text === undefined) return children;
    const isAddress = TWILIO_ADDRESS.test(first.text);
    const name = isAddress ? "twilio.com" : first.text;
    if (!/^[\w./:-]{2,120}$/.test(name) || others.length === 0) return children;
    const named = new BlockNode(name);
    named.#children = others;
    return [named];
  }

  /** The values of a map under the names before them; its other children where they are no pairs. */
  #pairs(children: readonly BlockNode[]): readonly BlockNode[] {
    return children.flatMap((child, index) => {
      const name = children[index - 1]?.text;
      if (index % 2 === 0) return child.name === "" && children.length % 2 === 0 ? [] : [child];
      if (name === undefined || child.name !== "") return [child];
      const named = new BlockNode(name);
      named.text = child.text;
      named.#children = child.#children;
      named.#isCall = child.#isCall;
      named.#isMap = child.#isMap;
      return [named];
    });
  }
}
