import { withoutEncrypted } from "../../credentials/encryptedPlaces";
import { withTwilioSpelled } from "../../tree/twilioSpelling";
import { run, type ShownResource } from "../../run/run";
import { leaves, type Leaf } from "../../tree/leaves";
import { ownedBy, type Owner } from "../../tree/owners";

/** Every text of a resource that is kept as plaintext: its settings, their keys, its name, its former names, its options. */
export function plaintextLeaves(resource: ShownResource): Promise<readonly Leaf[]> {
  return run.textsOf(resource, (inputs) => [
    ...leaves(
      withoutEncrypted(resource.type, inputs, run.encryptedPlaces),
      [],
      titlesOf(resource),
    ).map(spelled),
    ...nameTexts(resource),
  ]);
}

/** A text under a name in which Twilio's name is spelled right. */
function spelled(leaf: Leaf): Leaf {
  const name = withTwilioSpelled(leaf.name);
  return name === leaf.name ? leaf : { ...leaf, name };
}

/** The resource's type and name. They are the outermost names around every text of the resource. */
function titlesOf({ type, name }: ShownResource): Owner | undefined {
  const owner = ownedBy(type, "type", undefined);
  return /twilio/i.test(withTwilioSpelled(name)) ? ownedBy(name, "title", owner) : owner;
}

function nameTexts({ name, urn, opts }: ShownResource): Leaf[] {
  const place = { name: "", kind: "setting", named: "key", owners: undefined } as const;
  const names = [name, ...opts.aliases].map((text): Leaf => ({
    ...place,
    path: ["resource name"],
    text,
  }));
  // The state keeps these options as plaintext. A path in them may hold a value as one of its keys.
  const options = optionPaths(opts).map((text): Leaf => ({
    ...place,
    path: ["resource options"],
    text,
  }));
  // The URN ends with the name. So it is the whole text, and the name is a part of it.
  return [...names, ...options, { ...place, path: [], kind: "whole", text: urn }];
}

function optionPaths({ ignoreChanges, additionalSecretOutputs }: ShownResource["opts"]): string[] {
  return [...ignoreChanges, ...additionalSecretOutputs];
}
