import { ownedBy, type Owner } from "./owners";
import { isTreeObject, type Tree, type TreeObject } from "./tree";

/** Keys whose value says whose settings the others are, as in `{ provider: "twilio", authToken }`. */
const PROVIDER_KEY =
  /^-{0,2}(?:provider(?:[_-]?id|[_-]?name)?|vendor|integration|driver|backend|conn[_-]?type|connectionType)$/i;
/** Variables whose value says whose the variables next to them are, as in `SMS_PROVIDER=twilio`. */
const PROVIDER_VARIABLE =
  /(?:provider|vendor|gateway|driver|backend|transport|service|integration|carrier)$/i;
/** A description of a Twilio credential, which says whose the value next to it is. */
const DESCRIPTION_KEY = /^(?:description|label|title|comment|summary|help)$/i;
const DESCRIBES_CREDENTIAL =
  /^(?:(?:the|your|our|a)\s)?twilio(?:'s)?\s(?:[a-z]+\s){0,3}(?:token|secret|password|key)\b/i;
/** Keys whose value is a title of the other settings, as in `{ name: "twilio", token }`; a provider if it is Twilio. */
const TITLE_KEY =
  /^-{0,2}(?:name|id|key|path|app|namespace|title|slug|secret[_-]?id|machine|service|platform|transport|gateway|type|kind|pk|channel|\$id|host|auth_?type|(?:path_?)?prefix)$/i;
/** What a title says that is Twilio's own: `twilio`, `twilio-sms`, `twilioApi`, but not `twilio-bot`. */
const TWILIO_ALONE =
  /^(?:api\.)?twilio(?:\.com|[ _-]?(?:api|sms|voice|video|verify|credentials?|secrets?|creds|auth|account|trunk))?$/i;
/** Keys whose value names what runs with the settings next to it, as in `{ image: "plugins/twilio", settings: … }`. */
const RUN_KEY = /^(?:image|uses|plugin|module)$/i;
/** A plugin for Twilio: the last part of its path, without a version, says nothing else. */
const TWILIO_PLUGIN = /^(?:[\w.-]{1,60}\/){1,4}twilio(?:[:@][\w.-]{1,60})?$/i;
/** An address at Twilio, which the settings next to it are sent to. */
const TWILIO_HOST = /^https:\/\/(?:[\w-]{1,40}\.){0,4}twilio\.com(?:[/:?]|$)/i;
/** What no title holds: a value, perhaps one that is drawn at random. */
const LONG_RUN = /[0-9A-Za-z]{28}/;
/** A word of a command that is a credential's name, such as `TWILIO_AUTH_TOKEN` or `twilio/token`. */
const CREDENTIALS_NAME =
  /^[\w./:-]{0,80}twilio[\w./:-]{0,40}(?:token|secret|sid|password|auth|key|credentials?)[\w./-]{0,20}$/i;

/** Whether a key's value says whose the settings next to it are. */
export function namesOwner(key: string): boolean {
  return PROVIDER_KEY.test(key) || TITLE_KEY.test(key);
}

/** The owners that an object adds for all that it holds: its provider, its title, and what its metadata say. */
export function ownersInObject(object: TreeObject, outer: Owner | undefined): Owner | undefined {
  let owners = outer;
  let provider: string | undefined;
  for (const [key, value] of Object.entries(object)) {
    if (key === "metadata" && isTreeObject(value)) {
      for (const title of titlesOf(value)) owners = ownedBy(title, "title", owners);
    }
    const text = isTreeObject(value) ? textOf(value) : value;
    if (typeof text !== "string" || text.length > 200) continue;
    if (TWILIO_HOST.test(text)) owners = ownedBy("twilio", "title", owners);
    if (LONG_RUN.test(text)) continue;
    if (RUN_KEY.test(key) && TWILIO_PLUGIN.test(text)) owners = ownedBy("twilio", "title", owners);
    if (DESCRIPTION_KEY.test(key) && DESCRIBES_CREDENTIAL.test(text)) {
      owners = ownedBy("twilio", "title", owners);
    } else if (PROVIDER_KEY.test(key)) provider ??= text;
    else if (TWILIO_ALONE.test(text)) {
      // `SMS_PROVIDER: twilio` says it of `SMS_TOKEN`, but of no setting with a word of its own.
      const isOfPrefix =
        /[a-z]_?(?:provider|vendor|gateway|driver|backend|transport|service|integration|carrier)$/i.test(
          key,
        );
      owners = ownedBy(text, isOfPrefix ? "title" : "provider", owners);
    } else if (TITLE_KEY.test(key)) owners = ownedBy(text, "title", owners);
  }
  // What says that it is the provider is nearer than any title.
  return provider === undefined ? owners : ownedBy(provider, "provider", owners);
}

/** The text of an item's attribute in DynamoDB, or the name of an object that says who provides: `provider: { name: "twilio" }`. */
function textOf(object: TreeObject): Tree | undefined {
  return object["S"] ?? object["name"] ?? object["id"] ?? object["type"];
}

/** The name, the namespace and the labels of a Kubernetes object. */
function titlesOf({ name, generateName, namespace, labels }: TreeObject): string[] {
  const all = [
    name,
    generateName,
    namespace,
    ...(isTreeObject(labels) ? Object.values(labels) : []),
  ];
  return all.filter((title) => typeof title === "string");
}

/** The owners that a list adds: the provider among its pairs of a name and a value, or what a command's words say. */
export function ownersInList(list: readonly Tree[], outer: Owner | undefined): Owner | undefined {
  if (list.every(isTreeObject)) return ownersInPairs(list, outer);
  if (!list.some((word) => typeof word === "string" && /twilio/i.test(word))) return outer;
  return ownersInCommand(list, outer);
}

/** `{ name: "SMS_PROVIDER", value: "twilio" }` says whose token `{ name: "SMS_TOKEN", value: … }` is. */
function ownersInPairs(list: readonly TreeObject[], outer: Owner | undefined): Owner | undefined {
  const provider = list.find(({ name, value }) => {
    const isProvider = typeof name === "string" && PROVIDER_VARIABLE.test(name);
    return isProvider && typeof value === "string" && TWILIO_ALONE.test(value);
  });
  return provider === undefined ? outer : ownedBy("twilio", "title", outer);
}

/** The owners that a command's words add: `--name /prod/twilio/token`, `secret set TWILIO_AUTH_TOKEN`. */
function ownersInCommand(list: readonly Tree[], outer: Owner | undefined): Owner | undefined {
  const options = list.flatMap((word, index): (readonly [string, Tree])[] => {
    if (typeof word !== "string" || !/^-{1,2}[A-Za-z]/.test(word)) return [];
    const assigned = word.indexOf("=");
    const value = assigned < 0 ? list[index + 1] : word.slice(assigned + 1);
    return [[assigned < 0 ? word : word.slice(0, assigned), value ?? null]];
  });
  const named = ownersInObject(Object.fromEntries(options), outer);
  return list.reduce<Owner | undefined>((owners, word) => {
    if (typeof word !== "string") return owners;
    if (TWILIO_HOST.test(word)) return ownedBy("twilio", "title", owners);
    if (TWILIO_ALONE.test(word)) return ownedBy(word, "provider", owners);
    return CREDENTIALS_NAME.test(word) ? ownedBy(word, "title", owners) : owners;
  }, named);
}
