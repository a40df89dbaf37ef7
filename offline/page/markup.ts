/** HTML that needs no escaping. Text becomes HTML only through {@link markup}, which escapes it. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What a template takes. Texts are escaped; HTML and lists of it are not. */
export type Part = string | number | Markup | readonly Markup[];

/** Template tag: returns HTML, and escapes every text in it. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = strings.flatMap((string, index) => {
    const part = parts[index];
    return part === undefined ? [string] : [string, textOf(part)];
  });
  return new Markup(text.join(""));
}

/** Empty HTML, for a part of the page that has nothing to show. */
export const EMPTY_HTML = new Markup("");

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
