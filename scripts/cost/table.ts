import type { Estimate } from "../../offline/cost/estimate";
import { dollars, money, type Line } from "../../offline/cost/line";
import { PRICES } from "../../offline/cost/prices";

/** Lays out rows in columns, each as wide as its longest text. Columns from `firstNumber` on are aligned to the right. */
export function columns(rows: readonly (readonly string[])[], firstNumber: number): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows
    .map((row) =>
      row
        .map((text, column) => {
          const width = widths[column] ?? 0;
          return column < firstNumber ? text.padEnd(width) : text.padStart(width);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The estimate line by line, with its totals and the resources that have no price. */
export function estimateTable(result: Estimate): string {
  const lines = [...result.lines].sort((a, b) => dollars(b) - dollars(a));
  const table = columns(
    [
      ["resource", "what", "quantity", "price", "a month"],
      ...lines.map(row),
      ["", "", "", "", ""],
      ["by the hour and month", "", "", "", money(result.fixed)],
      ["by use (~)", "", "", "", money(result.usage)],
      ["total", "", "", "", money(result.fixed + result.usage)],
    ],
    2,
  );
  if (result.unpriced.length === 0) return table;
  const list = result.unpriced.map((resource) => `  ${resource}`).join("\n");
  return `${table}\n\nNot in the total, because the table has no price for it:\n${list}`;
}

/** How much more or less another plan costs. */
export function difference(before: Estimate, after: Estimate): string {
  const change = after.fixed + after.usage - (before.fixed + before.usage);
  const sign = change < 0 ? "-" : "+";
  return `${sign}${money(Math.abs(change))} a month against the stack's own config`;
}

function row(line: Line): string[] {
  const { item, price, quantity, resource } = line;
  const { unit, usd } = PRICES[price];
  const amount = dollars(line);
  return [
    resource,
    line.byUsage ? `~ ${item}` : item,
    number(quantity),
    `$${String(usd)} / ${unit}`,
    amount < 0.005 ? "<$0.01" : money(amount),
  ];
}

/** Rounds to three digits, so that a small quantity does not become 0. */
function number(quantity: number): string {
  return Number.isInteger(quantity) ? String(quantity) : String(Number(quantity.toPrecision(3)));
}
