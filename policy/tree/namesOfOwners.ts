import { isTreeList, isTreeObject, type Tree, type TreeObject } from "./tree";

/** Keys whose value names the provider of the other settings, as in `{ provider: "twilio", authToken }`. */
export const PROVIDER_KEY =
  /^-{0,2}(?:provider(?:[_-]?id|[_-]?name)?|vendor|integration|driver|backend|conn[_-]?type|connectionType)$/i;

/** Variables whose value names the provider of the variables next to them, as in `SMS_PROVIDER=twilio` and `PROVIDERS_0_NAME=twilio`. */
export const PROVIDER_VARIABLE =
  /^title$|(?:provider|vendor|gateway|driver|backend|transport|service|integration|carrier)$|(?:provider|vendor|gateway|carrier)s?_{0,2}\d{0,3}_{0,2}(?:name|type|kind|id)$/i;

/** Keys whose value is a title of the other settings, as in `{ name: "twilio", token }`. The title counts as a provider if it is Twilio. */
const TITLE_KEY =
  /^-{0,2}(?:name|_?id|key|path|file(?:_?name)?|dest(?:ination)?|app|namespace|title|slug|secret(?:[_-]?(?:id|name))?|display_?name|alias|(?:full)?name_?override|chart|parameter[_-]?name|machine|service|platform|transport|gateway|type|kind|pk|sk|provide|channel|\$id|host|rule[_-]?(?:id|name)|auth_?type|(?:path_?)?prefix|where|filter)$/i;

/** The subject of a ticket. A mail's `Subject:` is left out, because its quotes may be about something else. */
const SUBJECT_KEY = /^(?:subject|summary|topic)$/;

/** A URL or a host at Twilio. The settings next to it are sent there. */
export const TWILIO_HOST =
  /^(?:https:\/\/|wss:\/\/|(?:sip|turn)s?:)?(?:[\w-]{1,40}\.){1,4}twilio\.com(?:[/:;?]|$)/i;

/** Lists of the hosts that the settings next to them are for, as in `{ urls: ["turn:…"], credential: … }`. */
const HOSTS_KEY = /(?:urls?|hosts?|address(?:es)?|gateways?|servers?|endpoints?|proxies|uris?)$/i;

/** A request next to what it signs in with, as in `{ requestDefinition: { url: … }, requestBasicauth: … }`. */
export const REQUEST_KEY = /^(?:request\w*|url|target|http\w*|endpoint\w*|server|connection)$/i;

/** A title that means Twilio itself: `twilio`, `twilio-sms`, `twilioApi`, but not `twilio-bot`. */
export const TWILIO_ALONE =
  /^(?:api\.)?twilio(?:\.com|[ _-]?(?:api|sms|voice|video|verify|credentials?|secrets?|creds|auth|account|trunk|default|conn(?:ection)?))?$/i;

/** A description of a Twilio credential: `Auth token of the Twilio account`. */
export const DESCRIBES_CREDENTIAL =
  /^(?:(?:value|content)\sof\s)?(?:(?:the|your|our|a|an)\s)?(?:twilio(?:'s)?\s(?:[a-z]+\s){0,3}(?:token|secret|password|key|credentials?)\b|(?:[a-z]+\s){0,2}(?:token|secret|password|key)\s(?:of|for|from|von|für|aus|de|del|du|di|da|do|van)\s(?:[a-z]+\s){0,2}twilio\b)/i;

/** The name of an account's SID, which no other service than Twilio has. */
const ACCOUNT_SID = /^account_?sid$/i;

/** The name of an auth token. Next to a name that says Twilio it is Twilio's: `TWILIO_REGION`, `AUTH_TOKEN`. */
const AUTH_TOKEN = /^(?:sub_?)?(?:account_?)?auth_?token$/i;

/** Whether the names next to each other say that the settings are Twilio's. */
export function areTwilios(names: readonly string[]): boolean {
  const includes = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  return includes(ACCOUNT_SID) || (includes(AUTH_TOKEN) && includes(/twilio/i));
}

/** Whether a key's value is a title of the settings next to it. */
export function isTitleKey(key: string): boolean {
  return TITLE_KEY.test(key) || SUBJECT_KEY.test(key);
}

/** Whether a key's value names the owner of the settings next to it. */
export function namesOwner(key: string): boolean {
  return PROVIDER_KEY.test(key) || isTitleKey(key);
}

/**
 * A text, or what stands for it: the attribute in a DynamoDB item, the name of an object, as in `provider: { name: "twilio" }` and
 * `where: { key: "twilio_token" }`, Twilio in a context of encryption, a request's address, or the host at Twilio in a list, as in `gateways: [{ host: … }]`.
 */
export function textOf(value: Tree | undefined, key: string): Tree | undefined {
  if (isTreeList(value)) return HOSTS_KEY.test(key) ? value.map(hostIn).find(Boolean) : undefined;
  return isTreeObject(value) ? textOfObject(value, key) : value;
}

/** The host at Twilio in an item of a list. */
function hostIn(item: Tree): string | undefined {
  const texts = isTreeObject(item) ? Object.values(item) : [item];
  return texts.filter((text) => typeof text === "string").find((text) => TWILIO_HOST.test(text));
}

function textOfObject(object: TreeObject, key: string): Tree | undefined {
  const address = REQUEST_KEY.test(key)
    ? (object["url"] ?? object["raw"] ?? hostOf(object["host"]))
    : undefined;
  const sought = /^(?:where|filter)$/i.test(key) ? object["key"] : undefined;
  const isContext = /^(?:encryption_?)?context$/i.test(key);
  const inContext = isContext ? Object.values(object).find(isTwilio) : undefined;
  // Postman and OpenAPI have the name of the whole under `info`.
  const mayName = namesOwner(key) || PROVIDER_VARIABLE.test(key) || key === "info";
  const named = mayName ? (object["name"] ?? object["id"] ?? object["type"]) : undefined;
  return address ?? sought ?? inContext ?? object["S"] ?? object["stringValue"] ?? named;
}

/** A host, whose parts Postman lists: `["api", "twilio", "com"]`. */
function hostOf(host: Tree | undefined): Tree | undefined {
  const isInParts = isTreeList(host) && host.every((part) => typeof part === "string");
  return isInParts ? host.join(".") : host;
}

function isTwilio(value: Tree): boolean {
  return typeof value === "string" && /^twilio$/i.test(value);
}
