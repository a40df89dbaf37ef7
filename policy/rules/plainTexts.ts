import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { isEncryptedSink } from "../credentials/encryptedSinks";
import { leaves, type Leaf } from "../tree/leaves";
import { readTree } from "../tree/readTree";

/** What the engine shows of a resource, to a rule over one resource or over the stack. */
export type ShownResource = Pick<
  ResourceValidationArgs & PolicyResource,
  "type" | "name" | "urn" | "props" | "opts"
>;

/** Every text of a resource that stands in a plain place: its settings, their keys, its name and its former names. */
export async function plainTexts(resource: ShownResource): Promise<Leaf[]> {
  const inputs = await readTree(resource.props);
  const plain = Object.entries(inputs).filter(
    ([property]) => !isEncryptedSink(resource.type, property, inputs),
  );
  return [...leaves(Object.fromEntries(plain)), ...nameTexts(resource)];
}

function nameTexts({ name, urn, opts }: ShownResource): Leaf[] {
  const place = { name: "", kind: "setting", named: "key" } as const;
  const names = [name, ...opts.aliases].map((text): Leaf => ({
    ...place,
    path: ["resource name"],
    text,
  }));
  // The URN ends with the name, so that it counts as the whole of which the name is a part.
  return [...names, { ...place, path: [], kind: "whole", text: urn }];
}
