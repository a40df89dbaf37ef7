import type { Tree } from "../tree/tree";
import { BlockNode } from "./blockNode";

/** Most blocks inside each other that are followed; what lies deeper is left to the searches that need no structure. */
const DEEPEST = 100;

/** Most characters of a value that is kept; longer ones are no settings. */
const LONGEST_VALUE = 4096;

/** A name and what assigns, inside brackets. */
const KEY_INSIDE =
  /(?:(?:export|const|let|var|final|static|public|private|readonly|string|val)[ \t]{1,8}){0,4}(["'`]?)(-{0,2}[\w.$@/-]{1,120})\1[?!]?[ \t]{0,8}(=>|:=|\?\?=|\|\|=|:(?![:=])|=(?![=>]))/iy;

/** The same on a line of its own, where a colon only assigns before a blank. */
const KEY_OF_LINE =
  /(?:(?:export|const|let|var|final|static|public|private|readonly|string|val|ENV|ARG)[ \t]{1,8}){0,4}(["'`]?)(-{0,2}[\w.$@/:-]{1,120}?)\1[?!]?[ \t]{0,8}(=>|:=|\?\?=|\|\|=|:(?=\s|$)|=(?![=>]))/iy;

/** A block of HCL with its labels, a call, or a class: what stands before an opening bracket. */
const HEADER = /([\w.$-]{1,120})((?:[ \t]{1,8}["'][^"'\n]{0,120}["']){0,3})[ \t]{0,8}(?=[{(])/y;

const QUOTED = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/y;
const SECTION = /\[{1,2}(["\w .:/@-]{1,120})\]{1,2}[ \t]*\r?$/my;
const COMMENT = /(?:#|\/\/|--[ \t]|;|<!--)/y;
const BLANKS = /[ \t\r]*/y;
/** Text up to what may end a value inside brackets. */
const WORD_INSIDE = /[^,;\n{}[\]()"'`]+/y;
const REST_OF_LINE = /[^\n]*/y;
const BLOCK_TEXT = /^(?:![\w!-]{1,40}[ \t]+)?[|>][-+\d]{0,2}(?:[ \t]+#.*)?$/;
const CLOSERS: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };

/** A block that is open: by a bracket until its closer, or by a line's indentation until one that is indented no more. */
interface Frame {
  readonly node: BlockNode;
  /** The bracket that ends the block; undefined for a block by indentation. */
  readonly closer?: string;
  readonly column: number;
  /** Whether the block is an item of a list, opened by a dash. */
  readonly item: boolean;
}

/**
 * Reads the names and values of a text that has blocks: YAML, TOML, INI, properties, HCL, JSON with comments, and objects and
 * calls in code. It takes no notice of what a line means beyond that, and of no syntax error. `undefined` where no name is given
 * a value.
 *
 * It finds `{ Parameters: { TwilioAuthToken: { Default: "x" } } }` in the three lines of YAML, and nothing in a sentence.
 */
export function readBlocks(text: string): Tree | undefined {
  const reader = new BlockReader(text);
  return reader.read();
}

class BlockReader {
  readonly #text: string;
  readonly #documents: BlockNode[] = [];
  #frames: Frame[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#startDocument();
  }

  read(): Tree | undefined {
    while (this.#at < this.#text.length) {
      if (this.#top.closer === undefined) this.#readLine();
      else this.#readInside();
    }
    const trees = this.#documents.filter(({ hasKeys }) => hasKeys).map((each) => each.toTree());
    return trees.length === 0 ? undefined : trees.length === 1 ? trees[0] : trees;
  }

  get #top(): Frame {
    return this.#frames[this.#frames.length - 1] ?? this.#startDocument();
  }

  #startDocument(): Frame {
    const node = new BlockNode("");
    this.#documents.push(node);
    const frame = { node, column: -2, item: false };
    this.#frames = [frame];
    return frame;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at += match[0].length;
    return match;
  }

  /** Whether the text goes on with a pattern; it is not passed over. */
  #sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }

  #open(node: BlockNode, column: number, closer?: string, item = false): void {
    if (this.#frames.length < DEEPEST) {
      this.#frames.push({ node, column, item, ...(closer === undefined ? {} : { closer }) });
    }
  }

  /** Reads one line outside of brackets, up to its end or to the bracket that it opens. */
  #readLine(): void {
    const start = this.#at;
    this.#match(BLANKS);
    if (this.#ends()) return;
    const column = this.#at - start;
    if (column === 0 && this.#text.startsWith("---", this.#at)) {
      this.#match(REST_OF_LINE);
      this.#startDocument();
      return;
    }
    if (this.#sees(COMMENT)) {
      this.#match(REST_OF_LINE);
      return;
    }
    const section = this.#match(SECTION)?.[1];
    if (section !== undefined) {
      this.#frames.length = 1;
      this.#open(this.#top.node.descend(section), -1);
      return;
    }
    this.#readItems(column);
  }

  /** Reads the dashes before what a line holds, each of which opens an item. */
  #readItems(start: number): void {
    let column = start;
    while (/^-[ \t]/.test(this.#text.slice(this.#at, this.#at + 2))) {
      this.#close(column, true);
      this.#open(this.#top.node.add(""), column, undefined, true);
      const before = this.#at;
      this.#at++;
      this.#match(BLANKS);
      column += this.#at - before;
    }
    const inItem = column !== start;
    if (!inItem) this.#close(column, false);
    if (!this.#readEntry(KEY_OF_LINE, column) && !this.#opens("", column)) {
      const rest = this.#match(REST_OF_LINE)?.[0] ?? "";
      if (inItem) this.#top.node.text = unquoted(rest);
      else this.#openLast(rest, column, "");
    }
  }

  /** Closes the blocks that a line with this indentation ends; an item of a list may stand as far left as its list's name. */
  #close(column: number, beforeItem: boolean): void {
    while (this.#frames.length > 1) {
      const { column: open, item, closer } = this.#top;
      const within = open < column || (beforeItem && open === column && !item);
      if (closer !== undefined || within) return;
      this.#frames.pop();
    }
  }

  /** Reads one step inside brackets. */
  #readInside(): void {
    this.#match(BLANKS);
    const next = this.#text[this.#at] ?? "";
    if (next === "\n" || next === "," || next === ";") this.#at++;
    else if (next === "}" || next === "]" || next === ")") this.#closeBracket(next);
    else if (this.#sees(/#(?!\{)|\/\//y)) this.#match(REST_OF_LINE);
    else if (!this.#readEntry(KEY_INSIDE, 0) && !this.#opens("", 0)) this.#readItemInside();
  }

  #readItemInside(): void {
    const quoted = this.#match(QUOTED)?.[0];
    const text = quoted ?? this.#match(WORD_INSIDE)?.[0].trim();
    if (text === undefined) this.#at++;
    else if (text !== "") this.#top.node.add("").text = unquoted(text);
  }

  /** Leaves the innermost block that ends with a bracket, and all inside it; one that none has opened is passed over. */
  #closeBracket(closer: string): void {
    this.#at++;
    const last = this.#frames.findLastIndex((frame) => frame.closer === closer);
    if (last > 0) this.#frames.length = last;
    this.#match(/[)\]};,]*/y);
  }

  /** Reads a name and its value, or a block that a name opens. Whether there was one. */
  #readEntry(pattern: RegExp, column: number): boolean {
    const key = this.#match(pattern);
    if (key?.[2] === undefined) return this.#readHeader(column);
    this.#match(BLANKS);
    if (this.#opens(key[2], column)) return true;
    const node = this.#top.node.descend(key[2]);
    if (pattern === KEY_INSIDE) this.#readValueInside(node, column);
    else this.#readValueOfLine(node, column);
    return true;
  }

  #readHeader(column: number): boolean {
    const [, name = "", labels = ""] = this.#match(HEADER) ?? [];
    if (name === "") return false;
    const isCall = this.#text[this.#at] === "(" && !/twilio/i.test(name);
    const all = [isCall ? "" : name, ...(labels.match(/[^"'\s][^"'\n]*/g) ?? [])];
    return this.#opens(all.filter((each) => each !== "").join("\n"), column);
  }

  /** Opens a block if a bracket comes next; the name may hold several, one inside the other, on lines of their own. */
  #opens(names: string, column: number): boolean {
    const bracket = this.#text[this.#at] ?? "";
    const closer = CLOSERS[bracket];
    // A template's own brackets open no block.
    if (closer === undefined || /^\{[{%]/.test(this.#text.slice(this.#at, this.#at + 2)))
      return false;
    this.#at++;
    const parent = this.#top.node;
    const node = names
      .split("\n")
      .reduce((inner, name) => (name === "" ? inner.add("") : inner.descend(name)), parent);
    node.isCall = bracket === "(";
    this.#open(node, column, closer);
    return true;
  }

  #readValueInside(node: BlockNode, column: number): void {
    const quoted = this.#match(QUOTED)?.[0];
    const rest = this.#match(WORD_INSIDE)?.[0] ?? "";
    const more = quoted === undefined ? this.#match(QUOTED)?.[0] : undefined;
    node.text = unquoted(`${quoted ?? ""}${rest}${more ?? ""}`.trim());
    const closer = CLOSERS[this.#text[this.#at] ?? ""];
    if (closer === undefined) return;
    // A call or an object in the value: `z.string(…)`, `os.environ.get("NAME", "default")`.
    this.#at++;
    node.isCall = true;
    this.#open(node, column, closer);
  }

  #readValueOfLine(node: BlockNode, column: number): void {
    const rest = (this.#match(REST_OF_LINE)?.[0] ?? "").trim();
    if (BLOCK_TEXT.test(rest)) node.text = this.#readBlockText(column);
    else if (rest === "" || /^[#&!][\w!-]*$/.test(rest)) this.#open(node, column);
    else if (!this.#openLast(rest, column, node)) {
      node.text = unquoted(withoutComment(rest)).slice(0, LONGEST_VALUE);
    }
  }

  /** Opens the block of a bracket at the end of a line: `module.exports = {`. Whether there was one. */
  #openLast(line: string, column: number, owner: BlockNode | ""): boolean {
    const closer = CLOSERS[line.trim().at(-1) ?? ""];
    if (closer === undefined) return false;
    this.#open(owner === "" ? this.#top.node.add("") : owner, column, closer);
    return true;
  }

  /** The lines of a text in YAML that are indented more than its name. */
  #readBlockText(column: number): string {
    const lines: string[] = [];
    while (this.#at < this.#text.length) {
      this.#at++;
      const start = this.#at;
      const line = this.#match(REST_OF_LINE)?.[0] ?? "";
      const indent = line.length - line.trimStart().length;
      if (line.trim() !== "" && indent <= column) {
        this.#at = start - 1;
        break;
      }
      lines.push(line.slice(column + 1));
    }
    return lines.join("\n");
  }

  /** Passes over the end of a line, if it comes next. */
  #ends(): boolean {
    if (this.#text[this.#at] !== "\n") return this.#at >= this.#text.length;
    this.#at++;
    return true;
  }
}

function unquoted(text: string): string {
  const value = text.trim();
  return /^(["'`])[^]*\1[,;]?$/.exec(value) === null
    ? value.replace(/[,;]$/, "")
    : value.replace(/[,;]$/, "").slice(1, -1);
}

function withoutComment(text: string): string {
  const comment = /[ \t](?:#|\/\/)[ \t]/.exec(text);
  return comment === null ? text : text.slice(0, comment.index);
}
