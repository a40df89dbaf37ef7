import type { BlockNode } from "./blockNode";
import { ADDED_VALUE, PREFIX_OF_TEXT, QUOTED, WORD_INSIDE } from "./blockPatterns";
import { unquoted } from "./lineValue";
import type { TextCursor } from "./textCursor";

/** Reads an item without a name inside brackets. Passes over a sign that begins no item. */
export function readItem(cursor: TextCursor, node: BlockNode): void {
  cursor.match(PREFIX_OF_TEXT);
  const quoted = cursor.match(QUOTED)?.[0];
  const text = quoted ?? cursor.match(WORD_INSIDE)?.[0].trim();
  const isPart = quoted !== undefined && cursor.match(ADDED_VALUE) !== undefined;
  if (text === undefined) cursor.at++;
  else if (text !== "") node.add("").text = unquoted(text) + (isPart ? "${…}" : "");
}
