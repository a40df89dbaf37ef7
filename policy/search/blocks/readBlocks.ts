import type { Tree } from "../../tree/tree";
import { Anchors } from "./anchors";
import type { BlockNode } from "./blockNode";
import {
  BLANKS,
  BLOCK_TEXT,
  CLOSERS,
  COMMENT,
  DEFAULT_BEHIND,
  HEADER,
  KEY_INSIDE,
  KEY_OF_LINE,
  LONGEST_VALUE,
  NEXT_OF_SHELL,
  QUOTED,
  REST_OF_LINE,
  SECTION,
  WORD_INSIDE,
} from "./blockPatterns";
import { callOfTwilio, nameOfCall, unquoted, withoutComment, withoutShownTypes } from "./lineValue";
import { OpenBlocks } from "./openBlocks";
import { readHeredoc } from "./readHeredoc";
import { readItem } from "./readItem";
import { TextCursor } from "./textCursor";

/**
 * Reads the names and values of a text that has blocks: YAML, TOML, INI, properties, HCL, JSON with comments, and objects and
 * calls in code. It takes no notice of what a line means beyond that, and of no syntax error. `undefined` where no name is given
 * a value.
 *
 * It finds `{ Parameters: { TwilioAuthToken: { Default: "x" } } }` in the three lines of YAML, and nothing in a sentence.
 */
export function readBlocks(text: string): Tree | undefined {
  return new BlockReader(text.includes("=> ") ? withoutShownTypes(text) : text).read();
}

class BlockReader {
  readonly #cursor: TextCursor;
  readonly #blocks = new OpenBlocks();
  readonly #anchors = new Anchors();

  constructor(text: string) {
    this.#cursor = new TextCursor(text);
  }

  read(): Tree | undefined {
    while (!this.#cursor.done) {
      if (this.#blocks.top.closer === undefined) this.#readLine();
      else this.#readInside();
    }
    return this.#blocks.toTree();
  }

  /** Reads one line outside of brackets, up to its end or to the bracket that it opens. */
  #readLine(): void {
    const start = this.#cursor.at;
    this.#cursor.match(BLANKS);
    if (this.#cursor.ends()) return;
    const column = this.#cursor.at - start;
    const isDocument = column === 0 && this.#cursor.next(3) === "---";
    if (isDocument) this.#blocks.startDocument();
    if (isDocument || this.#cursor.sees(COMMENT)) {
      this.#cursor.match(REST_OF_LINE);
      return;
    }
    const section = this.#cursor.match(SECTION)?.[1];
    if (section !== undefined) {
      this.#blocks.closeAll();
      this.#blocks.open(this.#blocks.top.node.descend(section), -1);
      return;
    }
    if (!readHeredoc(this.#cursor, this.#blocks.top.node)) this.#readItems(column);
  }

  /** Reads the dashes before what a line holds, each of which opens an item. */
  #readItems(start: number): void {
    let column = start;
    while (/^-[ \t]/.test(this.#cursor.next(2))) {
      this.#blocks.close(column, true);
      this.#blocks.open(this.#blocks.top.node.add(""), column, undefined, true);
      const before = this.#cursor.at;
      this.#cursor.at++;
      this.#cursor.match(BLANKS);
      column += this.#cursor.at - before;
    }
    const inItem = column !== start;
    if (!inItem) this.#blocks.close(column, false);
    if (!this.#readEntry(KEY_OF_LINE, column) && !this.#opens("", column)) {
      const rest = this.#cursor.match(REST_OF_LINE)?.[0] ?? "";
      if (!inItem) this.#openLast(rest, column, "");
      else if (!this.#anchors.repeat(rest, this.#blocks.top.node)) {
        this.#blocks.top.node.text = unquoted(rest);
      }
    }
  }

  /** Reads one step inside brackets. */
  #readInside(): void {
    this.#cursor.match(BLANKS);
    const next = this.#cursor.next();
    if (next === "\n") {
      this.#cursor.at++;
      readHeredoc(this.#cursor, this.#blocks.top.node);
    } else if (next === "," || next === ";") this.#cursor.at++;
    else if (next === "}" || next === "]" || next === ")") this.#closeBracket(next);
    else if (this.#cursor.sees(/(?<=[\s,;])#(?!\{)|\/\//y)) this.#cursor.match(REST_OF_LINE);
    else if (!this.#readEntry(KEY_INSIDE, 0) && !this.#opens("", 0))
      readItem(this.#cursor, this.#blocks.top.node);
  }

  /** Leaves the innermost block that ends with a bracket, and all inside it; one that none has opened is passed over. */
  #closeBracket(closer: string): void {
    this.#cursor.at++;
    const { node } = this.#blocks.top;
    this.#blocks.closeBracket(closer);
    if (node.isCall && this.#cursor.match(DEFAULT_BEHIND)) this.#blocks.open(node, 0, ")");
    else this.#cursor.match(/[;,]*/y);
  }

  /** Reads a name and its value, or a block that a name opens. Whether there was one. */
  #readEntry(pattern: RegExp, column: number): boolean {
    const key = this.#cursor.match(pattern);
    if (key?.[2] === undefined) return this.#readHeader(column);
    this.#cursor.match(BLANKS);
    if (this.#opens(key[2], column)) return true;
    const node = this.#blocks.top.node.descend(key[2]);
    if (pattern === KEY_INSIDE) this.#readValueInside(node, column);
    else {
      node.isNull = key[3] === ":" && column > 0;
      this.#readValueOfLine(node, column);
    }
    return true;
  }

  #readHeader(column: number): boolean {
    const [, name = "", labels = ""] = this.#cursor.match(HEADER) ?? [];
    if (name === "") return false;
    const isCall = this.#cursor.next() === "(" && !/twilio/i.test(name);
    const all = [isCall ? "" : name, ...(labels.match(/[^"'\s][^"'\n]*/g) ?? [])];
    return this.#opens(all.filter((each) => each !== "").join("\n"), column, name);
  }

  /** Opens a block if a bracket comes next; the name may hold several, one inside the other, on lines of their own. */
  #opens(names: string, column: number, call = ""): boolean {
    const bracket = this.#cursor.next();
    const closer = CLOSERS[bracket];
    // A template's own brackets open no block.
    if (closer === undefined || /^\{[{%]/.test(this.#cursor.next(2))) return false;
    this.#cursor.at++;
    if (names === "" && this.#blocks.isFull) return true;
    const node = this.#blocks.top.node.descendAll(names.split("\n"));
    node.opens(bracket, call);
    this.#blocks.open(node, column, closer);
    return true;
  }

  #readValueInside(node: BlockNode, column: number): void {
    const quoted = this.#cursor.match(QUOTED)?.[0];
    this.#cursor.match(BLANKS);
    // Logstash and Protocol Buffers put no comma between a value and the next name.
    const isNext = quoted !== undefined && this.#cursor.sees(KEY_INSIDE);
    const rest = isNext ? "" : (this.#cursor.match(WORD_INSIDE)?.[0] ?? "");
    const more = quoted === undefined ? this.#cursor.match(QUOTED)?.[0] : undefined;
    node.text = unquoted(`${quoted ?? ""}${rest}${more ?? ""}`.trim());
    const bracket = this.#cursor.next();
    const closer = CLOSERS[bracket];
    if (closer === undefined || this.#cursor.sees(NEXT_OF_SHELL)) return;
    // The text is the name of a call, and no value: `TOKEN = credentials("twilio-token")`.
    if (bracket === "(" && quoted === undefined && node.text !== "") node.text += bracket;
    // A call or an object in the value: `z.string(…)`, `os.environ.get("NAME", "default")`.
    this.#cursor.at++;
    node.opens("(", node.text.slice(0, -1));
    this.#blocks.open(node, column, closer);
  }

  #readValueOfLine(node: BlockNode, column: number): void {
    const written = (this.#cursor.match(REST_OF_LINE)?.[0] ?? "").trim();
    // The name of an anchor says as much as the key's.
    const inner = /^&[\w-]*twilio[\w-]*$/i.test(written) ? node.add(written.slice(1)) : node;
    const rest = this.#anchors.mark(written, inner);
    if (BLOCK_TEXT.test(rest)) inner.text = this.#cursor.blockText(column);
    else if (rest === "" || /^[#!][\w!-]*$/.test(rest)) this.#blocks.open(inner, column);
    else if (!this.#anchors.repeat(rest, inner) && !this.#openLast(rest, column, inner)) {
      inner.text = unquoted(withoutComment(rest)).slice(0, LONGEST_VALUE);
    }
  }

  /** Opens the block of a bracket at the end of a line: `module.exports = {`. Whether there was one. */
  #openLast(line: string, column: number, owner: BlockNode | ""): boolean {
    const bracket = line.trim().at(-1) ?? "";
    const closer = CLOSERS[bracket];
    if (closer === undefined) return false;
    const node = owner === "" ? this.#blocks.top.node.add("") : owner;
    const call = callOfTwilio(line);
    const inner = call === undefined ? node : node.add(call);
    inner.opens(bracket, nameOfCall(line));
    this.#blocks.open(inner, column, closer);
    return true;
  }
}
