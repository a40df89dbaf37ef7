import { isConfidential } from "../../credentials/names";
import type { Tree } from "../../tree/tree";
import { BlockNode } from "./blockNode";
import { isField, isHeading, isLayout, isNeverClosed, isPage, isParagraph } from "./markupElements";
import { TableCells } from "./tableCells";

/** A tag with its attributes, or the text between two tags. Each part begins with a sign that the one before cannot hold. */
const PARTS = /<(\/?)([\w.:-]{1,120})([^<>]*?)(\/?)>|<[!?][^<>]*>|([^<]+)/g;
const ATTRIBUTE = /([\w.:-]{1,120})\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)')/g;
/** An attribute that names an element, and no other, as in `<field name="token">…</field>`. */
const ONLY_NAME = /^\s{1,8}(?:name|key)\s{0,8}=\s{0,8}["']([\w.:/-]{1,120})["']\s{0,8}$/;
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
  const reader = new MarkupReader(isPage(text));
  for (const part of withoutMarks(text).matchAll(PARTS)) {
    const [, closes, tag, attributes = "", empty, content] = part;
    if (content !== undefined) reader.addText(content);
    else if (tag === undefined) continue;
    else if (closes === "/") reader.close(tag);
    else reader.open(tag, attributes, empty === "/" || isNeverClosed(tag));
  }
  return reader.root.toTree();
}

/** What has been read of a text, and the elements that are open. */
class MarkupReader {
  readonly root = new BlockNode("");
  readonly #isPage: boolean;
  readonly #outer: { readonly node: BlockNode; readonly tag: string }[] = [];
  #inner = { node: this.root, tag: "" };
  readonly #cells = new TableCells();
  /** The text of a `<key>`, which names the element behind it. */
  #key: string | undefined;
  /** The last heading if it says Twilio, otherwise "". */
  #heading = "";
  /** The text of a `<label>`, which names the field of a form behind it. */
  #label: string | undefined;

  constructor(ofPage: boolean) {
    this.#isPage = ofPage;
  }

  addText(content: string): void {
    const text = unescapedText(content.trim());
    if (text === "") return;
    const { node, tag } = this.#inner;
    this.#cells.addText(text);
    if (isHeading(tag)) this.#heading = TWILIO.test(text) ? text : "";
    if (/^label$/i.test(tag)) this.#label = text;
    const standsForItself = this.#isPage && node.name === "" && isParagraph(tag);
    (standsForItself ? node.add("#text") : node).text = text;
  }

  open(tag: string, attributes: string, isEmpty: boolean): void {
    if (this.#outer.length >= DEEPEST) return;
    const ownName = ownNameOf(tag, attributes);
    const label = this.#labelOf(tag);
    const node = this.#add(tag, ownName, label);
    if (label !== undefined) addField(node, attributes);
    else if (ownName === undefined) addAttributes(node, attributes);
    if (isEmpty) return;
    this.#outer.push(this.#inner);
    this.#inner = { node, tag };
  }

  close(tag: string): void {
    const { text } = this.#inner.node;
    this.#inner = this.#outer.pop() ?? this.#inner;
    if (tag === "key") this.#key = text;
    else if (/^tr$/i.test(tag)) this.#cells.closeRow();
  }

  /** Adds an element under its name, and a cell or field that holds a credential also under a heading that says Twilio. */
  #add(tag: string, ownName: string | undefined, label: string | undefined): BlockNode {
    const cell = this.#cells.open(tag) ?? label;
    const isBelowHeading = this.#heading !== "" && isConfidential(cell ?? "");
    const around = isBelowHeading ? this.#inner.node.add(this.#heading) : this.#inner.node;
    if (tag === "key") return around.add("#key");
    const tagName = isLayout(tag, this.#isPage) ? "" : tag;
    const name = this.#key ?? label ?? ownName ?? cell ?? tagName;
    this.#key = undefined;
    return around.add(name);
  }

  #labelOf(tag: string): string | undefined {
    if (!isField(tag)) return undefined;
    const label = this.#label;
    this.#label = undefined;
    return label;
  }
}

/** The name that an element has by its only attribute. A tag that says credential itself says more. */
function ownNameOf(tag: string, attributes: string): string | undefined {
  return isConfidential(tag) ? undefined : ONLY_NAME.exec(attributes)?.[1];
}

/** The names and values of the attributes in a tag. */
function attributesIn(tag: string): (readonly [name: string, value: string])[] {
  return [...tag.matchAll(ATTRIBUTE)].map(([, name = "", double, single]) => {
    return [name.replace(/^\w{1,20}:(?=\w)/, ""), unescapedText(double ?? single ?? "")];
  });
}

function addAttributes(node: BlockNode, written: string): void {
  const attributes = attributesIn(written);
  for (const [name, value] of attributes) node.add(name).text = value;
  // Camunda maps a value to a name: `<zeebe:input source="…" target="twilio.token"/>`.
  const { source, target } = Object.fromEntries(attributes);
  if (source !== undefined && target !== undefined) node.descend(target).text = source;
}

/** Adds the attributes of a field of a form. Its label names the value, so its own name and identifier do not. */
function addField(node: BlockNode, written: string): void {
  for (const [name, value] of attributesIn(written)) {
    if (name === "value") node.text = value;
    else if (name !== "name" && name !== "id") node.add(name).text = value;
  }
}

function unescapedText(text: string): string {
  return text.replace(/&quot;/g, '"').replace(/&amp;/g, "&");
}

/** A text without the marks of XML around text that is not read for tags. */
function withoutMarks(text: string): string {
  return text.includes("<![CDATA[") ? text.replaceAll("<![CDATA[", "").replaceAll("]]>", "") : text;
}
