import { isConfidential } from "../../credentials/names";
import type { Tree } from "../../tree/tree";
import { BlockNode } from "./blockNode";
import { TableCells } from "./tableCells";

/** A tag with its attributes, or the text between two tags. Each part begins with a sign that the one before cannot hold. */
const PARTS = /<(\/?)([\w.:-]{1,120})([^<>]*?)(\/?)>|<[!?][^<>]*>|([^<]+)/g;
const ATTRIBUTE = /([\w.:-]{1,120})\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)')/g;
/** An attribute that names an element, and no other, as in `<field name="token">…</field>`. */
const ONLY_NAME = /^\s{1,8}(?:name|key)\s{0,8}=\s{0,8}["']([\w.:/-]{1,120})["']\s{0,8}$/;
/** Elements of HTML that hold nothing and are never closed. */
const EMPTY = /^(?:br|hr|img|input|link|meta|area|base|col|embed|source|track|wbr)$/i;
/** Elements that say nothing of what they hold, also where the text is no page. */
const LAYOUT =
  /^(?:html|body|div|span|p|table|thead|tbody|tfoot|tr|td|th|ul|ol|li|dl|dt|dd|code|pre|strong|em)$/i;
/** Further ones of a page. In XML they may have a meaning. */
const LAYOUT_OF_PAGE =
  /^(?:head|title|h[1-6]|a|b|i|u|s|small|big|kbd|samp|tt|var|font|center|label|legend|caption|button|section|article|aside|header|footer|main|nav|figure|figcaption|blockquote|form|fieldset|details|summary)$/i;
/** How a page of HTML begins. */
const PAGE =
  /^\s*<(?:!doctype html|html|head|body|div|p|h[1-6]|table|ul|ol|dl|section|article|main|header)\b/i;
/** Elements whose text stands for itself, not as a word of the text around it. */
const PARAGRAPH = /^(?:div|p|tr|td|th|li|dt|dd|h[1-6]|title|label|legend|caption|pre|a|button)$/i;
/** A heading, and what it says about the cells below it. */
const HEADING = /^(?:h[1-6]|caption|legend|title)$/i;
const TWILIO = /^.{0,40}twilio.{0,40}$/i;
const DEEPEST = 100;

/** Whether a text is XML, HTML or a property list; what begins with `<?php` is code. */
export function isMarkup(text: string): boolean {
  return /^\s*<(?:\?xml|[!A-Za-z])/.test(text) && text.includes(">");
}

/**
 * Reads the names and values of XML: elements, their attributes, the pairs of a property list, where `<key>` names the element
 * behind it, and the tables of a page, whose cells have the name of their column or of the cell before.
 */
export function readMarkup(text: string): Tree {
  const root = new BlockNode("");
  const open = [{ node: root, tag: "" }];
  const cells = new TableCells();
  const isPage = PAGE.test(text);
  let key: string | undefined;
  let heading = "";
  for (const [, closes, tag, attributes = "", empty, content] of withoutMarks(text).matchAll(
    PARTS,
  )) {
    const { node: top, tag: around } = open[open.length - 1] ?? { node: root, tag: "" };
    if (content !== undefined) {
      const inner = unescapedText(content.trim());
      if (inner === "") continue;
      cells.addText(inner);
      if (HEADING.test(around)) heading = TWILIO.test(inner) ? inner : "";
      const isParagraph = isPage && top.name === "" && PARAGRAPH.test(around);
      (isParagraph ? top.add("#text") : top).text = inner;
    } else if (tag === undefined) continue;
    else if (closes === "/") {
      if (open.length > 1) open.pop();
      if (tag === "key") key = top.text;
      else if (/^tr$/i.test(tag)) cells.closeRow();
    } else if (open.length < DEEPEST) {
      const ownName = ownNameOf(tag, attributes);
      const cell = cells.open(tag);
      const outer = heading === "" || !isConfidential(cell ?? "") ? top : top.add(heading);
      const node = outer.add(
        tag === "key" ? "#key" : (key ?? ownName ?? cell ?? nameOf(tag, isPage)),
      );
      if (tag !== "key") key = undefined;
      const others = ownName === undefined ? attributes.matchAll(ATTRIBUTE) : [];
      for (const [, name = "", double, single] of others) {
        node.add(name.replace(/^\w{1,20}:(?=\w)/, "")).text = unescapedText(double ?? single ?? "");
      }
      if (empty !== "/" && !EMPTY.test(tag)) open.push({ node, tag });
    }
  }
  return root.toTree();
}

/** The name that an element has by its only attribute. A tag that says credential itself says more. */
function ownNameOf(tag: string, attributes: string): string | undefined {
  return isConfidential(tag) ? undefined : ONLY_NAME.exec(attributes)?.[1];
}

/** The name of an element by its tag; none where the tag only lays a text out. */
function nameOf(tag: string, isPage: boolean): string {
  return LAYOUT.test(tag) || (isPage && LAYOUT_OF_PAGE.test(tag)) ? "" : tag;
}

function unescapedText(text: string): string {
  return text.replace(/&quot;/g, '"').replace(/&amp;/g, "&");
}

/** A text without the marks of XML around text that is not read for tags. */
function withoutMarks(text: string): string {
  return text.includes("<![CDATA[") ? text.replaceAll("<![CDATA[", "").replaceAll("]]>", "") : text;
}
