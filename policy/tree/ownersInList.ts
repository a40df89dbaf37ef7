import {
  areTwilios,
  DESCRIBES_CREDENTIAL,
  PROVIDER_VARIABLE,
  TWILIO_ALONE,
  TWILIO_HOST,
} from "./namesOfOwners";
import { ownedBy, titledTwilio, type Owner } from "./owners";
import { ownersInObject } from "./ownersInObject";
import { isTreeList, isTreeObject, type Tree, type TreeObject } from "./tree";

/** An option for an account's SID. */
const SID_OPTION = /^-{1,2}(?:account[_-]?)?sid$/i;
/** A word of a command with a credential's name, such as `TWILIO_AUTH_TOKEN` or `twilio/token`. */
const CREDENTIALS_NAME =
  /^[\w./:-]{0,80}twilio[\w./:-]{0,40}(?:token|secret|sid|password|auth|key|credentials?)[\w./-]{0,20}$/i;

/** The owners that a list adds. In a list of name and value pairs this is the provider, in a command the names in its words. */
export function ownersInList(list: readonly Tree[], outer: Owner | undefined): Owner | undefined {
  if (list.every(isTreeObject)) return ownersInUpdate(list, ownersInPairs(list, outer));
  const pairs = list.map(variableIn);
  if (pairs.every((pair) => pair !== undefined)) return ownersInPairs(pairs, outer);
  // A command has words alone. Words next to lists are the layout of a page: a heading over a table.
  if (list.some(isTreeList)) return outer;
  if (!list.some((word) => typeof word === "string" && /twilio/i.test(word))) return outer;
  return ownersInCommand(list, outer);
}

/** A variable and its value in a text, as Docker and Packer list them: `SMS_PROVIDER=twilio`. */
function variableIn(text: Tree): TreeObject | undefined {
  const [, name, value] =
    typeof text === "string" ? (/^([A-Z][A-Z0-9_]*)=([^]*)$/.exec(text) ?? []) : [];
  return name === undefined || value === undefined ? undefined : { [name]: value };
}

/** What changes a document in MongoDB. */
const UPDATE = /^\$(?:set|setOnInsert|push|addToSet)$/;

/** The document that an update in MongoDB changes: `{ _id: "twilio" }, { $set: { token: … } }`. */
function ownersInUpdate(list: readonly TreeObject[], outer: Owner | undefined): Owner | undefined {
  if (!list.some((item) => Object.keys(item).some((key) => UPDATE.test(key)))) return outer;
  return list.reduce<Owner | undefined>((owners, item) => ownersInObject(item, owners), outer);
}

/**
 * The provider in a list of pairs, or of objects with one key each: `{ name: "SMS_PROVIDER", value: "twilio" }` makes
 * `{ name: "SMS_TOKEN", value: … }` Twilio's, and so do `{ name: "SMS_URL", value: "https://api.twilio.com" }` and the name of an
 * account's SID.
 */
function ownersInPairs(list: readonly TreeObject[], outer: Owner | undefined): Owner | undefined {
  const names: string[] = [];
  const saying: string[] = [];
  for (const pair of list) {
    const [only = "", ...more] = Object.keys(pair);
    const [name, value] =
      more.length === 0
        ? [only, pair[only]]
        : [pair["name"] ?? pair["Key"] ?? pair["key"], pair["value"] ?? pair["Value"]];
    if (typeof name !== "string") continue;
    names.push(name);
    if (typeof value !== "string") continue;
    const saysTwilio =
      TWILIO_HOST.test(value) ||
      (PROVIDER_VARIABLE.test(name) && TWILIO_ALONE.test(value)) ||
      (/^title$/i.test(name) && DESCRIBES_CREDENTIAL.test(value));
    if (saysTwilio) saying.push(name);
  }
  const owners = titledTwilio(saying, outer);
  return areTwilios(names) ? ownedBy("twilio", "title", owners) : owners;
}

/** The owners that the words of a command add, as in `--name /prod/twilio/token` or `secret set TWILIO_AUTH_TOKEN`. */
function ownersInCommand(list: readonly Tree[], outer: Owner | undefined): Owner | undefined {
  const options = list.flatMap((word, index): (readonly [string, Tree])[] => {
    if (typeof word !== "string" || !/^-{1,2}[A-Za-z]/.test(word)) return [];
    const assigned = word.indexOf("=");
    const value = assigned < 0 ? list[index + 1] : word.slice(assigned + 1);
    return [[assigned < 0 ? word : word.slice(0, assigned), value ?? null]];
  });
  const isOfAccount = options.some(([option]) => SID_OPTION.test(option));
  const around = isOfAccount ? ownedBy("twilio", "title", outer) : outer;
  const named = ownersInObject(Object.fromEntries(options), around);
  return list.reduce<Owner | undefined>((owners, word) => {
    if (typeof word !== "string") return owners;
    if (TWILIO_HOST.test(word)) return ownedBy("twilio", "title", owners);
    if (TWILIO_ALONE.test(word)) return ownedBy(word, "provider", owners);
    return CREDENTIALS_NAME.test(word) ? ownedBy(word, "title", owners) : owners;
  }, named);
}
