import { isConfidential, twilioNameVerdict } from "../../../credentials/names";
import { twilioOwnership } from "../../../credentials/ownership";
import type { Leaf } from "../../../tree/leaves";
import type { Owner } from "../../../tree/owners";

/** A name of help for people: `authTokenHint`, `tokenHelp`. */
const HELP = /(?:hint|help|example|placeholder|tooltip|info)(?:_?text)?$/i;

/** A name of help that stands next to the field's name. */
const HELP_ALONE = /^(?:comment|description|help|hint|example|notes?)$/i;

/** Words before an example. */
const EXAMPLE_BEFORE =
  /\b(?:for[ \t](?:example|instance)|e\.g\.|such[ \t]as|like)[,:]?[ \t]["'`]?$/i;

/** Whether a text is help for the field of a Twilio credential: `twilioAuthTokenHint`. */
export function isHelpOnCredential({ name, owners }: Leaf): boolean {
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
