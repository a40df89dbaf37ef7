import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { isEncryptedSink } from "../credentials/encryptedSinks";
import { leaves, type Leaf } from "../tree/leaves";
import { readTree } from "../tree/readTree";
import { isSameTree, type TreeObject } from "../tree/tree";

/** What the engine shows of a resource, to a rule over one resource or over the stack. */
export type ShownResource = Pick<
  ResourceValidationArgs & PolicyResource,
  "type" | "name" | "urn" | "props" | "opts"
>;

/** What was read of the resource that was shown last: the rules look at one resource in turn, each at a copy of its own. */
let last: { readonly inputs: TreeObject; readonly names: string; readonly texts: readonly Leaf[] } =
  { inputs: {}, names: "", texts: [] };

/** Every text of a resource that stands in a plain place: its settings, their keys, its name, its former names, its options. */
export async function plainTexts(resource: ShownResource): Promise<readonly Leaf[]> {
  const { type, name, urn, opts } = resource;
  const inputs = await readTree(resource.props);
  const names = JSON.stringify([type, name, urn, opts.aliases, optionPaths(opts)]);
  if (names !== last.names || !isSameTree(inputs, last.inputs)) {
    last = { inputs, names, texts: [...leaves(plainPart(type, inputs)), ...nameTexts(resource)] };
  }
  return last.texts;
}

function plainPart(type: string, inputs: TreeObject): TreeObject {
  const plain = Object.entries(inputs).filter(
    ([property]) => !isEncryptedSink(type, property, inputs),
  );
  return Object.fromEntries(plain);
}

function nameTexts({ name, urn, opts }: ShownResource): Leaf[] {
  const place = { name: "", kind: "setting", named: "key" } as const;
  const names = [name, ...opts.aliases].map((text): Leaf => ({
    ...place,
    path: ["resource name"],
    text,
  }));
  // The state keeps these options as they are, and the values that keys in their paths may be.
  const options = optionPaths(opts).map((text): Leaf => ({
    ...place,
    path: ["resource options"],
    text,
  }));
  // The URN ends with the name, so that it counts as the whole of which the name is a part.
  return [...names, ...options, { ...place, path: [], kind: "whole", text: urn }];
}

function optionPaths({ ignoreChanges, additionalSecretOutputs }: ShownResource["opts"]): string[] {
  return [...ignoreChanges, ...additionalSecretOutputs];
}
