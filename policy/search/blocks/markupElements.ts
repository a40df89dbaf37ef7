/** Elements of HTML that hold nothing and are never closed. */
const EMPTY = /^(?:br|hr|img|input|link|meta|area|base|col|embed|source|track|wbr)$/i;

/** Elements that say nothing of what they hold, also where the text is no page. */
const LAYOUT =
  /^(?:html|body|div|span|p|table|thead|tbody|tfoot|tr|td|th|ul|ol|li|dl|dt|dd|code|pre|strong|em|ac:[\w-]{1,40})$/i;

/** Further ones of a page. In XML they may have a meaning. */
const LAYOUT_OF_PAGE =
  /^(?:head|title|h[1-6]|a|b|i|u|s|small|big|kbd|samp|tt|var|font|center|label|legend|caption|button|section|article|aside|header|footer|main|nav|figure|figcaption|blockquote|form|fieldset|details|summary)$/i;

/** How a page of HTML begins. */
const PAGE =
  /^\s*<(?:!doctype html|html|head|body|div|p|h[1-6]|table|ul|ol|dl|section|article|main|header)\b/i;

/** Elements whose text stands for itself, not as a word of the text around it. */
const PARAGRAPH = /^(?:div|p|tr|td|th|li|dt|dd|h[1-6]|title|label|legend|caption|pre|a|button)$/i;

/** Elements whose text says what is in the cells below them. */
const HEADING = /^(?:h[1-6]|caption|legend|title)$/i;

/** Whether a text is a page of HTML, not other XML. */
export function isPage(text: string): boolean {
  return PAGE.test(text);
}

/** Whether an element is never closed, such as `<br>`. */
export function isNeverClosed(tag: string): boolean {
  return EMPTY.test(tag);
}

/** Whether an element only lays a text out, so that its tag names nothing. */
export function isLayout(tag: string, ofPage: boolean): boolean {
  return LAYOUT.test(tag) || (ofPage && LAYOUT_OF_PAGE.test(tag));
}

/** Whether an element's text stands for itself. */
export function isParagraph(tag: string): boolean {
  return PARAGRAPH.test(tag);
}

/** Whether an element is a heading, or the title of a table or page. */
export function isHeading(tag: string): boolean {
  return HEADING.test(tag);
}

/** Whether an element is a field of a form, which the label before it names. */
export function isField(tag: string): boolean {
  return /^(?:input|textarea|output)$/i.test(tag);
}
