import type { Tree } from "../tree/tree";
import { BlockNode } from "./blockNode";

/** A tag with its attributes, or the text between two tags. Each part begins with a sign that the one before cannot hold. */
const PARTS = /<(\/?)([\w.:-]{1,120})([^<>]*?)(\/?)>|<[!?][^<>]*>|([^<]+)/g;
const ATTRIBUTE = /([\w.:-]{1,120})\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)')/g;
/** Elements of HTML that hold nothing and are never closed. */
const EMPTY = /^(?:br|hr|img|input|link|meta|area|base|col|embed|source|track|wbr)$/i;
const DEEPEST = 100;

/** Whether a text is XML, HTML or a property list. */
export function isMarkup(text: string): boolean {
  return /^\s*<[?!A-Za-z]/.test(text) && text.includes(">");
}

/**
 * Reads the names and values of XML: elements, their attributes, and the pairs of a property list, where `<key>` names the
 * element behind it.
 */
export function readMarkup(text: string): Tree {
  const root = new BlockNode("");
  const open = [root];
  let key: string | undefined;
  for (const [, closes, tag, attributes = "", empty, content] of text.matchAll(PARTS)) {
    const top = open[open.length - 1] ?? root;
    if (content !== undefined) {
      const inner = content.trim();
      if (inner !== "") top.text = unescapedText(inner);
    } else if (tag === undefined) continue;
    else if (closes === "/") {
      if (open.length > 1) open.pop();
      if (tag === "key") key = top.text;
    } else if (open.length < DEEPEST) {
      const node = top.add(tag !== "key" && key !== undefined ? key : tag === "key" ? "#key" : tag);
      if (tag !== "key") key = undefined;
      for (const [, name = "", double, single] of attributes.matchAll(ATTRIBUTE)) {
        node.add(name).text = unescapedText(double ?? single ?? "");
      }
      if (empty !== "/" && !EMPTY.test(tag)) open.push(node);
    }
  }
  return root.toTree();
}

function unescapedText(text: string): string {
  return text.replace(/&quot;/g, '"').replace(/&amp;/g, "&");
}
