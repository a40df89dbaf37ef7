import { MODEL } from "../../../offline/aws/model";
import { holdsSecret, markSecret } from "../../../offline/engine/wire";
import type { Thing } from "./account";

// Does what Pulumi's bridge to the Terraform provider does with AWS's answers.

type Properties = Readonly<Record<string, unknown>>;

/** Properties that the AWS provider's schema marks as sensitive, even if the program does not. */
const SENSITIVE = ["secretBinary", "secretString"];

/**
 * The error with which the bridge ends a creation or an update that fails after the resource exists. The engine keeps its id and its
 * planned properties. Source: Create and Update of pkg/tfbridge/provider.go in pulumi-terraform-bridge.
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

/** The text of the error that a check throws, or undefined if it throws none. */
export function refusalOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The thing as the engine keeps it. A property is secret if the given property holds a secret at any depth, or if the schema says so.
 * The real provider receives no marks of secrets, and the engine restores them in this way.
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

/** Whether both resources have a name that the program gives. The provider then deletes the old one before it makes the new one. */
export function keepsGivenName(type: string, name: string, before: Properties, after: Properties) {
  const property = MODEL[type]?.autoName?.property;
  if (property === undefined || before[property] !== after[property]) return false;
  return !new RegExp(`^${name}-[0-9a-f]{7}$`).test(String(after[property]));
}
