import { isConfidential } from "../../credentials/names";
import type { Tree } from "../../tree/tree";
import { BlockNode } from "./blockNode";

/** A tag with its attributes, or the text between two tags. Each part begins with a sign that the one before cannot hold. */
const PARTS = /<(\/?)([\w.:-]{1,120})([^<>]*?)(\/?)>|<[!?][^<>]*>|([^<]+)/g;
const ATTRIBUTE = /([\w.:-]{1,120})\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)')/g;
/** An attribute that names an element, and no other, as in `<field name="token">…</field>`. */
const ONLY_NAME = /^\s{1,8}(?:name|key)\s{0,8}=\s{0,8}["']([\w.:/-]{1,120})["']\s{0,8}$/;
/** Elements of HTML that hold nothing and are never closed. */
const EMPTY = /^(?:br|hr|img|input|link|meta|area|base|col|embed|source|track|wbr)$/i;
/** Elements of HTML that say nothing of what they hold. */
const LAYOUT =
  /^(?:html|body|div|span|p|table|thead|tbody|tr|td|th|ul|ol|li|dl|dt|dd|code|pre|strong|em)$/i;
const DEEPEST = 100;

/** Whether a text is XML, HTML or a property list; what begins with `<?php` is code. */
export function isMarkup(text: string): boolean {
  return /^\s*<(?:\?xml|[!A-Za-z])/.test(text) && text.includes(">");
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
      const ownName = ownNameOf(tag, attributes);
      const node = top.add(tag === "key" ? "#key" : (key ?? ownName ?? nameOf(tag)));
      if (tag !== "key") key = undefined;
      const others = ownName === undefined ? attributes.matchAll(ATTRIBUTE) : [];
      for (const [, name = "", double, single] of others) {
        node.add(name.replace(/^\w{1,20}:(?=\w)/, "")).text = unescapedText(double ?? single ?? "");
      }
      if (empty !== "/" && !EMPTY.test(tag)) open.push(node);
    }
  }
  return root.toTree();
}

/** The name that an element has by its only attribute. A tag that says credential itself says more. */
function ownNameOf(tag: string, attributes: string): string | undefined {
  return isConfidential(tag) ? undefined : ONLY_NAME.exec(attributes)?.[1];
}

/** The name of an element by its tag; none where the tag only lays a text out. */
function nameOf(tag: string): string {
  return LAYOUT.test(tag) ? "" : tag;
}

function unescapedText(text: string): string {
  return text.replace(/&quot;/g, '"').replace(/&amp;/g, "&");
}
