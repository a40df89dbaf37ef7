import { markup, type Markup } from "./markup";

/** Returns a table. Each cell holds its column's name, for narrow screens, which show the cells one below the other. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly Markup[])[],
  { numbers = heads.length }: { /** First column with numbers. */ readonly numbers?: number } = {},
): Markup {
  if (rows.length === 0) return markup`<p>None.</p>`;
  const style = (column: number): string => (column >= numbers ? "number" : "text");
  const head = heads.map(
    (name, column) => markup`<th scope="col" class="${style(column)}">${name}</th>`,
  );
  const body = rows.map((cells) => {
    const [first = markup``, ...others] = cells;
    const rest = others.map(
      (cell, index) =>
        markup`<td class="${style(index + 1)}" data-head="${heads[index + 1] ?? ""}">${cell}</td>`,
    );
    return markup`<tr><th scope="row">${first}</th>${rest}</tr>`;
  });
  return markup`<table><caption class="visually-hidden">${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}
