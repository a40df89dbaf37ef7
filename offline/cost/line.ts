import type { PlannedResource } from "../engine/goal";
import { unwrapSecrets } from "../engine/wire";
import { PRICES, type PriceName } from "./prices";
import type { MonthlyUsage } from "./usage";

/** One line of the estimate. */
export interface Line {
  /** Logical name of the resource. */
  readonly resource: string;
  /** What AWS charges for. */
  readonly item: string;
  /** How many units a month. */
  readonly quantity: number;
  readonly price: PriceName;
  /** Whether the quantity depends on the calls, not on the plan alone. */
  readonly byUsage: boolean;
}

/** What a meter needs in addition to its resource. */
export interface MeterContext {
  readonly plan: readonly PlannedResource[];
  readonly usage: MonthlyUsage;
}

/** The lines of one resource. */
export type Meter = (resource: PlannedResource, context: MeterContext) => Line[];

/** A line whose quantity depends on the plan alone. */
export function fixed(
  { name }: PlannedResource,
  item: string,
  quantity: number,
  price: PriceName,
): Line {
  return { resource: name, item, quantity, price, byUsage: false };
}

/** A line whose quantity depends on the calls. */
export function byUsage(
  resource: PlannedResource,
  item: string,
  quantity: number,
  price: PriceName,
): Line {
  return { ...fixed(resource, item, quantity, price), byUsage: true };
}

/** US dollars a month. */
export function dollars({ price, quantity }: Line): number {
  return PRICES[price].usd * quantity;
}

/** A resource's inputs, secrets unwrapped: the meters read sizes and counts only. */
export function inputsOf({ inputs }: PlannedResource): Record<string, unknown> {
  return unwrapSecrets(inputs);
}

/** How many items an input has, or `fallback` if it is not a list. */
export function countOf(input: unknown, fallback = 0): number {
  return Array.isArray(input) ? input.length : fallback;
}

/** Dollars and cents. */
export function money(usd: number): string {
  return `$${usd.toFixed(2)}`;
}
