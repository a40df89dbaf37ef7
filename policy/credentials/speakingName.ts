import type { Owner } from "../tree/owners";
import { describes, isConfidential } from "./names";
import { isCredentialName, namesAnother, PROGRAM_FILE } from "./ownership";

/** Names that hold a value and say nothing about it. */
const HOLDER =
  /^-{0,2}(?:|#text|value-?from|plaintext(?:-?value)?|secret-?data|properties|schema|value|values|val|v|m|body|b|defaults?|default[_-]?value|update|create|fields|attributes|example|string|secret-?string(?:-?value)?|text|content|contents|data|literal|from-?literal|stringdata|print|printf|echo|env|e|set|command|commands|args|entrypoint|runcommand|parametervalue|query|payload|pattern|items?|record|entry|doc|document)$/i;

/**
 * The name that says what a value is: its own, or the nearest one around it where its own says nothing, as `value` does, or is one
 * of several labels, as in `twilioTokens: { prod: … }`.
 */
export function speakingName(name: string, owners: Owner | undefined): string {
  const isHolder = HOLDER.test(name);
  for (let owner = owners; owner !== undefined; owner = owner.outer) {
    // A program has many values without a name, such as what a test expects.
    if (PROGRAM_FILE.test(owner.name)) return name;
    if (HOLDER.test(owner.name) || (!isHolder && owner.name === name)) continue;
    return isHolder || (owner.kind === "key" && isLabel(name, owner.name)) ? owner.name : name;
  }
  return name;
}

/** Labels of values that a tool has encrypted, as in the config of Pulumi and Travis CI. */
const ENCRYPTED_LABEL = /^(?:secure|sealed|enc|kms|sops|(?:encrypted|cipher)\w*)$/i;

/** What a test compares, in a function such as `TestTwilioToken`. */
const EXPECTED_LABEL = /^(?:want|wanted|got|exp|expect|expected|actual|result|golden)$/i;

/** Whether a name only says which one of the credentials in a block a value is, so that the block's name says the rest. */
function isLabel(name: string, block: string): boolean {
  if (!/(?:token|secret|password|credential|cred|auth)s?$/i.test(block) || !isCredentialName(block))
    return false;
  // In translations of Flutter, `@name` holds what describes the text under `name`.
  if (block.startsWith("@")) return false;
  if (ENCRYPTED_LABEL.test(name) || isConfidential(name)) return false;
  // A report has the value under the credential's own name: `TWILIO_AUTH_TOKEN: { actual: … }`.
  if (EXPECTED_LABEL.test(name) && !/^[A-Z_]+$/.test(block)) return false;
  return !describes(name) && !namesAnother(name);
}

/** Whether the last part of a name says nothing of the value under it, as `value` does and `Argument.value`. */
export function saysNothing(name: string): boolean {
  const last = name.slice(name.lastIndexOf(".") + 1);
  return last !== "" && (HOLDER.test(last) || /^[kv]$/i.test(last));
}
