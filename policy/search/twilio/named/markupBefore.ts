import { isConfidential } from "../../../credentials/names";

/** What only shows the text after it in another way, in HTML: `etag: <code>…`; or marks it as text. */
const STYLE =
  /<(?:code|b|strong|em|i|u|span|pre|tt|kbd|samp|var|small)(?:[ \t][^<>]{0,60})?>|<ac:[\w-]{1,40}(?:[ \t][^<>]{0,60})?>|&lt;(?:code|b|strong|em|i|pre|tt|kbd|samp)&gt;|<!\[CDATA\[/gi;

/** What begins a paragraph or a cell in HTML. */
const PARAGRAPH = /^<(td|th|dd|dt|li|p|div|h[1-6])(?:[ \t][^<>]{0,60})?>["'`]?$/i;

/** The end of the cell before. */
const CELL_END = /^<\/(?:td|th|dt)>/i;

/** The end of a style in a cell. */
const STYLE_END = /^<\/\w{1,8}>$/;

/** The attribute that names the one behind it, in an element of HTML: `<meta name="etag" content="…`. */
const NAMED_CONTENT =
  /\b(?:name|property|key|id)=["'](?!value["'])([\w:.-]{1,60})["']\s{1,8}(?:content|value)=(?=["']$)/i;

/**
 * What stands before a secret, without HTML between a name and its value. It finds `etag: ` in `<td>etag</td><td><code>`, and
 * nothing before the first cell of a row.
 */
export function withoutMarkup(text: string): string {
  if (!text.includes("<")) return text;
  const plain = withoutStyle(text).replace(NAMED_CONTENT, "$1=");
  const opening = plain.lastIndexOf("<");
  const tag = PARAGRAPH.exec(plain.slice(opening))?.[1];
  if (tag === undefined) return plain;
  const before = plain.slice(0, opening).trimEnd();
  const closing = before.lastIndexOf("<");
  if (!/^(?:td|th|dd)$/i.test(tag) || !CELL_END.test(before.slice(closing))) return "";
  const cell = withoutStyleEnd(before.slice(0, closing));
  const name = cell.slice(cell.lastIndexOf(">") + 1).trim();
  // A product in the first cell, as in `twilio-cli`, says nothing of the second.
  const isProduct = /twilio/i.test(name) && !isConfidential(name);
  return isProduct ? "" : `${cell}: `;
}

/** A text without what only shows it in another way. */
export function withoutStyle(text: string): string {
  return text.replace(STYLE, "");
}

function withoutStyleEnd(text: string): string {
  const closing = text.lastIndexOf("<");
  return closing >= 0 && STYLE_END.test(text.slice(closing)) ? text.slice(0, closing) : text;
}
