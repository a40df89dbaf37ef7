import { withoutEncrypted } from "../../credentials/encryptedPlaces";
import { run, type ShownResource } from "../../run/run";
import { leaves, type Leaf } from "../../tree/leaves";
import { ownedBy, type Owner } from "../../tree/owners";

/** Every text of a resource that stands in a plain place: its settings, their keys, its name, its former names, its options. */
export async function plaintextLeaves(resource: ShownResource): Promise<readonly Leaf[]> {
  return run.textsOf(resource, (inputs) => [
    ...leaves(withoutEncrypted(resource.type, inputs, run.encryptedPlaces), [], titlesOf(resource)),
    ...nameTexts(resource),
  ]);
}

/** The resource's type and name, as owners of all that it holds. */
function titlesOf({ type, name }: ShownResource): Owner | undefined {
  const owner = ownedBy(type, "type", undefined);
  return /twilio/i.test(name) ? ownedBy(name, "title", owner) : owner;
}

function nameTexts({ name, urn, opts }: ShownResource): Leaf[] {
  const place = { name: "", kind: "setting", named: "key", owners: undefined } as const;
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
