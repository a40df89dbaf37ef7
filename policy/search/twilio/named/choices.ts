import { isCredentialName, namesAnother, saysOnlyCredential } from "../../../credentials/ownership";
import { lastPart, nameBefore } from "./nameBefore";

/** A choice by the provider, such as `case "twilio":`, and below it lines that begin no other choice. */
const BELOW_CHOICE =
  /(?:\b(?:case|when|if|elif|elsif)\b[^\n]{0,60}["'`:]twilio\b["'`]?[^\n]{0,20}|["'`:]twilio\b["'`]?\)[ \t]{0,4}(?:do\b|\{)[^\n]{0,20})(?:\n(?![ \t]*(?:(?:case|when|default|else|elif|elsif|break|end)\b|\}))[^\n]{0,120}){1,6}$/i;

/** Whether a secret under a credential's name stands below a choice of Twilio among other providers. */
export function isBelowChoice(before: string): boolean {
  const choice = BELOW_CHOICE.exec(before)?.[0];
  return (
    choice !== undefined &&
    !namesAnother(choice) &&
    saysOnlyCredential(lastPart(nameBefore(before)))
  );
}

/** The names of functions: `def token_of(`, `func secretOf(`, `passwordFor(vendor) {`. */
const FUNCTIONS =
  /\b(?:(?:func?|function|fn|def)[ \t]{1,4}(\w{1,60})|(?:var|val)[ \t]{1,4}(\w{1,60}):[ \t]{0,4}\w{1,20}\??[ \t]{0,4}\{|(?!(?:if|switch|when|match)\b)(\w{1,60})\([^()\n]{0,80}\)[^\n(){}]{0,40}\{)/g;

/** What a function returns if the provider is Twilio: `case "twilio": return "…"`, `Vendor.TWILIO -> "…"`. */
const RETURNED =
  /\n[ \t]*(?:(?:case|when)[ \t]{1,4})?[\w.:"'`]{0,40}twilio["'`]?[ \t]{0,4}(?::|=>|->)\s{0,60}(?:(?:#|\/\/)[^\n]{0,80}\n\s{0,40})?(?:return[ \t]{1,4})?["'`]$/i;

/** Whether a value is what a function called after credentials returns for Twilio. It leaves the one of `iconFor` alone. */
export function isReturnedForTwilio(before: string): boolean {
  if (!RETURNED.test(before)) return false;
  const [, declared, property, method = ""] = [...before.matchAll(FUNCTIONS)].at(-1) ?? [];
  return isCredentialName(declared ?? property ?? method);
}
