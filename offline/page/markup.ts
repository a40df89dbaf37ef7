/** HTML that may stand in a page as it is. Only {@link markup} makes it, so that no text gets in without being escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand in a template: texts are escaped, HTML and lists of it are not. */
export type Part = string | number | Markup | readonly Markup[];

/** Tag of a template whose texts are escaped. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = strings.flatMap((string, index) => {
    const part = parts[index];
    return part === undefined ? [string] : [string, textOf(part)];
  });
  return new Markup(text.join(""));
}

/** Nothing, where a part of the page has nothing to show. */
export const NOTHING = new Markup("");

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function textOf(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === "number") return String(part);
  if (typeof part === "string") {
    return part.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
  }
  return part.map(({ text }) => text).join("");
}
