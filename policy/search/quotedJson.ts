import { namesAnother } from "../credentials/ownership";
import { ownedBy, type Owner } from "../tree/owners";
import { parseJsonObject } from "../tree/readTree";
import { settings, type Leaf } from "../tree/leaves";

/** An object in the single quotes of a shell, of Python or of JavaScript, with what stands around it on its line. */
const IN_QUOTES = /'(\{[^']{2,8192}\})'([^\n]{0,80})/g;

/** How far before an object its command may begin. */
const REACH = 200;

/** A word of a command that says Twilio. */
const TWILIO_WORD = /[\w./:-]{0,80}twilio[\w./:-]{0,80}/i;

/**
 * The settings in the objects of JSON that a text holds in single quotes, as arguments of commands. A command that says Twilio makes
 * them Twilio's.
 *
 * It finds `twilio/token` and its value in `aws ssm put-parameter --cli-input-json '{"Name": "twilio/token", …, "Value": "…"}'`.
 */
export function settingsOfQuotedJson(
  text: string,
  path: Leaf["path"],
  owners: Owner | undefined,
): Leaf[] {
  if (!text.includes("'{")) return [];
  return [...text.matchAll(IN_QUOTES)].flatMap(({ index, 1: json = "", 2: after = "" }) => {
    const object = parseJsonObject(json);
    if (object === undefined) return [];
    const before = text.slice(Math.max(0, index - REACH), index);
    const line = `${before.slice(before.lastIndexOf("\n") + 1)} ${after}`;
    const word = TWILIO_WORD.exec(line)?.[0];
    const isTwilios = word !== undefined && !namesAnother(word);
    return settings(object, path, isTwilios ? ownedBy(word, "title", owners) : owners);
  });
}
