import { MODEL } from "../../../offline/aws/model";
import { holdsSecret, markSecret } from "../../../offline/engine/wire";
import type { Thing } from "./account";

// What Pulumi's bridge to the Terraform provider does with AWS's answers.

type Properties = Readonly<Record<string, unknown>>;

/** What the AWS provider's schema marks as sensitive, whatever the program says. */
const SENSITIVE = ["secretBinary", "secretString"];

/**
 * How the bridge ends a creation or an update that fails once the resource exists: with the id and the planned properties, which
 * the engine keeps. Source: Create and Update of pkg/tfbridge/provider.go in pulumi-terraform-bridge.
 */
export class InitializationError extends Error {
  readonly reasons: readonly string[];

  constructor(
    readonly id: string,
    readonly properties: Properties,
    reason: string,
  ) {
    super(reason);
    this.reasons = [reason];
  }
}

/** The text of the error that a check throws; undefined where it throws none. */
export function refusalOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The thing as the engine keeps it: a property is secret where the one given held a secret, however deep, or where the schema
 * says so. The real provider takes no marks, and this is how the engine then puts them back.
 */
export function stateOf(thing: Thing, marked: Properties): Record<string, unknown> {
  const plain = { ...thing.inputs, ...thing.outputs };
  return Object.fromEntries(
    Object.entries(plain).map(([key, value]) => [
      key,
      holdsSecret(marked[key]) || SENSITIVE.includes(key) ? markSecret(value) : value,
    ]),
  );
}

/** The provider deletes first where the new resource would have the old one's name: one that the program gave. */
export function keepsGivenName(type: string, name: string, before: Properties, after: Properties) {
  const property = MODEL[type]?.autoName?.property;
  if (property === undefined || before[property] !== after[property]) return false;
  return !new RegExp(`^${name}-[0-9a-f]{7}$`).test(String(after[property]));
}
