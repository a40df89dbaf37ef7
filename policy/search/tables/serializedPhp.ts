import type { TreeObject } from "../../tree/tree";

/** A text or a number as PHP serialises it. In SQL the quotes of a text may be escaped. */
const ITEM = String.raw`s:\d{1,6}:\\?"[^"\\\n]{0,400}\\?";|[ibd]:[\d.-]{1,20};`;

/** An array without arrays inside. Dumps of databases hold the settings of WordPress in this form. */
const ARRAY = new RegExp(String.raw`\ba:\d{1,4}:\{((?:${ITEM}){2,200})\}`, "g");

const ITEMS = new RegExp(ITEM, "g");

/** What stands around the value of an item. */
const TYPE = /^\w:(?:\d{1,6}:\\?")?|\\?";$|;$/g;

/**
 * The settings in the arrays that PHP has serialised. It finds `{ name: "twilio", password: "…" }` in
 * `a:2:{s:4:"name";s:6:"twilio";s:8:"password";s:32:"…";}`.
 */
export function serializedArraysIn(text: string): readonly TreeObject[] {
  if (!text.includes(":{s:")) return [];
  return [...text.matchAll(ARRAY)].map(([, array = ""]) => {
    const items = (array.match(ITEMS) ?? []).map((item) => item.replace(TYPE, ""));
    const pairs = items.flatMap((item, index) =>
      index % 2 === 0 ? [[item, items[index + 1] ?? ""] as const] : [],
    );
    return Object.fromEntries(pairs);
  });
}
