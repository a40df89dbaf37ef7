import type { TreeObject } from "../../tree/tree";

/** An array as PHP serialises it, without arrays inside. Dumps of databases hold the settings of WordPress in this form. */
const ARRAY = /\ba:\d{1,4}:\{((?:[sibd]:[^{}\n]{1,400};){2,200})\}/g;

/** A text or a number in it. The quotes of a text may be escaped. */
const ITEM = /s:\d{1,6}:\\?"([^"\\]{0,400})\\?";|[ibd]:([\d.-]{1,20});/g;

/**
 * The settings in the arrays that PHP has serialised. It finds `{ name: "twilio", password: "…" }` in
 * `a:2:{s:4:"name";s:6:"twilio";s:8:"password";s:32:"…";}`.
 */
export function serializedArraysIn(text: string): readonly TreeObject[] {
  if (!text.includes(":{s:")) return [];
  return [...text.matchAll(ARRAY)].map(([, array = ""]) => {
    const items = [...array.matchAll(ITEM)].map(([, said, number = ""]) => said ?? number);
    const pairs = items.flatMap((item, index) =>
      index % 2 === 0 ? [[item, items[index + 1] ?? ""] as const] : [],
    );
    return Object.fromEntries(pairs);
  });
}
