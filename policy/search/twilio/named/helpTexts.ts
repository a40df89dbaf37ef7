import { isConfidential } from "../../../credentials/names";
import { twilioOwnership } from "../../../credentials/ownership";
import type { Leaf } from "../../../tree/leaves";

/** A name of help for people: `authTokenHint`, `tokenHelp`. */
const HELP = /(?:hint|help|example|placeholder|tooltip|info)(?:_?text)?$/i;

/** Words before an example. */
const EXAMPLE_BEFORE =
  /\b(?:for[ \t](?:example|instance)|e\.g\.|such[ \t]as|like)[,:]?[ \t]["'`]?$/i;

/** Whether a text is help for the field of a Twilio credential: `twilioAuthTokenHint`. */
export function isHelpOnCredential({ name, owners }: Leaf): boolean {
  const field = name.replace(HELP, "");
  return field !== name && isConfidential(field) && twilioOwnership(field, owners) !== undefined;
}

/** Whether a secret in a help text is an example: `for example …`. A real one shows it to everybody. */
export function isGivenAsExample(text: string, index: number): boolean {
  return EXAMPLE_BEFORE.test(text.slice(Math.max(0, index - 40), index));
}
