import { describes, isConfidential, twilioNameVerdict } from "../../../credentials/names";
import { namesAnother, twilioOwnership } from "../../../credentials/ownership";
import type { Leaf } from "../../../tree/leaves";
import type { Owner } from "../../../tree/owners";
import { identifies } from "../otherNames";
import { nameBefore, REACH } from "./nameBefore";
import { isAboutDigest } from "./sentences";

/** A name of help for people: `authTokenHint`, `tokenHelp`. */
const HELP = /(?:hint|help|example|placeholder|tooltip|info)(?:_?text)?$/i;

/** A name of help that stands next to the field's name. */
const HELP_ALONE = /^(?:comment|description|help|hint|example|notes?)$/i;

/** Words before an example, in several languages. */
const EXAMPLE_BEFORE =
  /\b(?:for[ \t](?:example|instance)|e\.g\.|ex\.|such[ \t]as|like|par[ \t]exemple|por[ \t]ejemplo|zum[ \t]Beispiel|z\.[ \t]?B\.)[,:]?[ \t]["'`]?$/i;

/** The description of a resource. */
const DESCRIPTION = /description$/i;

/** Words before a value that a description keeps: `was …`, `replaces …`, `user / …`. */
const KEPT_BEFORE =
  /(?:\b(?:was|is|replaces|uses?|with|old|new|previous)|\b[\w-]{1,40}[ \t]\/)[ \t]["'`]?$/i;

/** Whether a text is help for the field of a Twilio credential: `twilioAuthTokenHint`. */
export function isHelpOnCredential({ name, owners }: Pick<Leaf, "name" | "owners">): boolean {
  if (HELP_ALONE.test(name)) return isTitledCredential(owners?.outer);
  const field = name.replace(HELP, "");
  return field !== name && isConfidential(field) && twilioOwnership(field, owners) !== undefined;
}

/** Whether a title next to a text is the name of a credential. */
function isTitledCredential(titles: Owner | undefined): boolean {
  for (let owner = titles; owner !== undefined && owner.kind !== "key"; owner = owner.outer) {
    if (twilioNameVerdict(owner.name) !== undefined) return true;
  }
  return false;
}

/** Whether a secret in a help text is an example: `for example …`. A real one shows it to everybody. */
export function isGivenAsExample(text: string, index: number): boolean {
  return EXAMPLE_BEFORE.test(text.slice(Math.max(0, index - 40), index));
}

/** Whether the description of something of Twilio's keeps a secret: `was … until May`. It leaves `the digest is …` alone. */
export function isKeptInDescription({ name }: Leaf, text: string, index: number): boolean {
  if (!DESCRIPTION.test(name)) return false;
  const before = text.slice(Math.max(0, index - REACH), index);
  const own = nameBefore(before);
  if (!KEPT_BEFORE.test(before) || isAboutDigest(before)) return false;
  return !describes(own) && !identifies(own, before) && !namesAnother(before);
}
