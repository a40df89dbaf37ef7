import { namesAnother } from "../credentials/ownership";
import { TWILIO_WORDS } from "../credentials/twilioCredentials";
import { settings, type Leaf } from "../tree/leaves";
import { ownedBy, type Owner } from "../tree/owners";
import { parseJsonObject } from "../tree/readTree";
import { lineAround } from "./twilio/named/nameBefore";

/** An object in the single quotes of a shell, of Python or of JavaScript, and what follows on its line. */
const IN_QUOTES = /'(\{[^']{2,8192}\})'([^\n]{0,80})/g;

/** A variable that a shell puts into such an object: `'{"sid":"'"$SID"'"}'`. */
const VARIABLE = /'"?\$\{?\w{1,60}\}?"?'/g;

/**
 * The settings in the objects of JSON that a text holds in single quotes, as arguments of commands. A command that says Twilio makes
 * them Twilio's.
 *
 * It finds `twilio/token` and its value in `aws ssm put-parameter --cli-input-json '{"Name": "twilio/token", …, "Value": "…"}'`.
 */
export function settingsOfQuotedJson(
  asWritten: string,
  path: Leaf["path"],
  owners: Owner | undefined,
): Leaf[] {
  if (!asWritten.includes("'{")) return [];
  const text = asWritten.replace(VARIABLE, "");
  return [...text.matchAll(IN_QUOTES)].flatMap(({ index, 1: json = "", 2: after = "" }) => {
    const object = parseJsonObject(json);
    if (object === undefined) return [];
    const [before] = lineAround(text, index);
    const [word] = `${before} ${after}`.match(TWILIO_WORDS) ?? [];
    const isTwilios = word !== undefined && !namesAnother(word);
    return settings(object, path, isTwilios ? ownedBy(word, "title", owners) : owners);
  });
}
