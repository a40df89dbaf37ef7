import type { Account } from "./account";
import {
  Context,
  type PhysicalName,
  type ComputedOutputs,
  type ResourceDescription,
} from "./context";
import { invokes } from "./invokes";
import { awsx } from "./services/awsx";
import { ec2 } from "./services/ec2";
import { ecs } from "./services/ecs";
import { edge } from "./services/edge";
import { iam } from "./services/iam";
import { keysAndSecrets } from "./services/keysAndSecrets";
import { loadBalancing } from "./services/loadBalancing";
import { messaging } from "./services/messaging";
import { monitoring } from "./services/monitoring";
import { storage } from "./services/storage";

export type { Account } from "./account";
export type { ResourceDescription } from "./context";

/** Every resource type that can be simulated. */
export const MODEL = {
  ...awsx,
  ...ec2,
  ...ecs,
  ...edge,
  ...iam,
  ...keysAndSecrets,
  ...loadBalancing,
  ...messaging,
  ...monitoring,
  ...storage,
};

/** Services without regions: their resources have no `region` output. */
const WITHOUT_REGION = ["aws:cloudfront/", "aws:iam/", "aws:route53/"];

/**
 * Returns the inputs after the provider's check, which adds a physical name if the program gave none.
 * @throws for a name that would exceed AWS's limit, as the provider does
 */
export function checkedInputs(
  resource: ResourceDescription,
  account: Account,
): Record<string, unknown> {
  const autoName = MODEL[resource.type]?.autoName;
  if (autoName === undefined || isNamed(resource, autoName)) return { ...resource.inputs };
  const { maxLength, prefix = "", property } = autoName;
  const name = `${prefix}${resource.name}-${new Context(resource, account).hex(7, "name")}`;
  if (name.length > maxLength) {
    throw new Error(
      `${resource.type} "${resource.name}": the physical name ${name} is longer than ${maxLength} characters. ` +
        "Shorten the logical name, or give a physical one.",
    );
  }
  return { ...resource.inputs, [property]: name };
}

/**
 * The id and the computed outputs of a resource that AWS has made. The same resource always gets the same ones. They do
 * not include the inputs, except a physical name that the provider generated.
 * @throws for a type that the model does not know, naming where to add it
 */
export function computedOutputs(resource: ResourceDescription, account: Account): ComputedOutputs {
  const entry = MODEL[resource.type];
  if (entry === undefined) throw new Error(unknownType(resource));
  const inputs = named(resource, account);
  const { id, outputs } = entry.compute(new Context({ ...resource, inputs }, account));
  const { autoName } = entry;
  const name = autoName === undefined ? {} : { [autoName.property]: inputs[autoName.property] };
  return { id, outputs: { ...name, ...common(resource, inputs, account), ...outputs } };
}

/**
 * AWS's answer to a look-up.
 * @throws for a function that the model does not know, naming where to add it
 */
export function answerInvoke(
  token: string,
  args: Readonly<Record<string, unknown>>,
  account: Account,
): Record<string, unknown> {
  const answer = invokes[token];
  if (answer !== undefined) return answer(args, account);
  throw new Error(
    `The offline model has no answer to ${token}: add one to offline/aws/invokes.ts.`,
  );
}

/** The inputs with the physical name that AWS returns: the program's, the provider's or AWS's own. */
function named(resource: ResourceDescription, account: Account): Record<string, unknown> {
  const inputs = checkedInputs(resource, account);
  const property = MODEL[resource.type]?.autoName?.property;
  if (property === undefined || inputs[property] !== undefined) return inputs;
  const suffix = new Context(resource, account).letters(26, "0123456789", "name");
  return { ...inputs, [property]: `${String(inputs[`${property}Prefix`])}${suffix}` };
}

function isNamed({ inputs }: ResourceDescription, { property }: PhysicalName): boolean {
  return inputs[property] !== undefined || inputs[`${property}Prefix`] !== undefined;
}

/** The outputs that every AWS resource adds: the provider's region, and its tags with the provider's default tags. */
function common(
  { type }: ResourceDescription,
  inputs: Readonly<Record<string, unknown>>,
  account: Account,
): Record<string, unknown> {
  if (!type.startsWith("aws:")) return {};
  const region = WITHOUT_REGION.some((service) => type.startsWith(service))
    ? {}
    : { region: inputs["region"] ?? account.region };
  return inputs["tags"] === undefined ? region : { ...region, tagsAll: inputs["tags"] };
}

function unknownType({ name, type }: ResourceDescription): string {
  return (
    `The offline model does not know what AWS computes for ${type} ("${name}"): ` +
    "add the type to a file in offline/aws/services."
  );
}
