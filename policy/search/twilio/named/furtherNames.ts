import { isCredentialsName } from "../../judgement";

/** A name that a setting has besides its own, behind the setting's default: `Field(default="…", alias="TWILIO_AUTH_TOKEN")`. */
const OTHER_NAME_AFTER =
  /^["'`](?:[ \t]{1,4}(?=env)|,)(?:\s{0,40}\w{1,20}=[\w.]{1,20},){0,3}\s{0,60}["']?(?:\w{0,20}alias|env\w{0,10})["']?[ \t]{0,2}[=:][ \t]{0,2}(?:\[\](?:string\{)?|\[|\w{1,20}\()?["'`]([\w.-]{0,60}twilio[\w.-]{0,60})["'`]/i;

/** A field of a class behind an attribute with its default: `[DefaultValue("…")] public string TwilioToken`. */
const FIELD_AFTER =
  /^["']\)\]?\s{1,80}(?:(?:public|private|protected|internal|static|final|readonly|val|var)\s{1,8}){0,4}(?:\w{1,20}\??\s{1,8})?(\w{0,60}twilio\w{0,60})/i;

/** The name of a construct of the CDK before its default: `new CfnParameter(this, "TwilioAuthToken", { default: "…`. */
const CONSTRUCT_BEFORE =
  /\(\s{0,20}(?:this|scope|self|stack),\s{0,20}["']([\w-]{0,60}twilio[\w-]{0,60})["'],[^(){};]{0,200}\{?[^(){};]{0,200}\b(?:default|default_?value|string_?value|value)\s{0,4}[:=]\s{0,4}["'`]$/i;

/**
 * Whether a setting has the name of a Twilio credential besides its own: an alias or a field behind its default, or a construct of
 * the CDK around it.
 */
export function hasNameOfCredential(before: string, after: string): boolean {
  const found =
    OTHER_NAME_AFTER.exec(after) ?? FIELD_AFTER.exec(after) ?? CONSTRUCT_BEFORE.exec(before);
  const name = found?.[1];
  return name !== undefined && isCredentialsName(name);
}
