import { ownedBy, type Owner } from "./owners";
import { parseJson } from "./readTree";
import { isTreeList, isTreeObject, UNKNOWN, type Tree, type TreeObject } from "./tree";

/** A place inside a resource, key by key; a number is the index in a list. */
export type Path = readonly (string | number)[];

/** One text of a resource and what is known of its place. */
export interface Leaf {
  readonly path: Path;
  /** The text; a number is spelled out. {@link UNKNOWN} where a preview cannot know it. */
  readonly text: string | typeof UNKNOWN;
  /** Name of the setting that holds the text: the object's key, or the `name` beside a `value`. */
  readonly name: string;
  /**
   * What stands here: a `setting`'s value; a `reference` to where a value is kept; a `key`; a `whole` of JSON whose leaves
   * follow on their own; or `joined`, the texts of one list or object in a row.
   */
  readonly kind: "setting" | "reference" | "key" | "whole" | "joined";
  /** Where the name comes from: the object's own `key`, a `pair` such as `{ name, value }`, or a command's `option`. */
  readonly named: "key" | "pair" | "option";
  /** The names around the text, the innermost first; `undefined` where nothing but a list is around it. */
  readonly owners: Owner | undefined;
}

const NAME_KEYS = [
  ...["name", "key", "environmentVariableName", "parameterKey", "variableName", "keyName", "path"],
  ...["Name", "Key", "ParameterKey", "id", "secretKey"],
];
const VALUE_KEYS = new Set([
  ...["value", "insecureValue", "stringValue", "parameterValue", "default", "defaultValue"],
  ...["Value", "StringValue", "ParameterValue", "Default", "DefaultValue", "example", "#text"],
]);
/** Keys that only say of what kind the value is, as in an item of DynamoDB: the name stands one level up. */
const TYPED_KEYS = new Set(["S", "N", "B"]);
/** Keys whose value says whose settings the others are, as in `{ provider: "twilio", authToken }`. */
const PROVIDER_KEY =
  /^-{0,2}(?:provider(?:[_-]?id|[_-]?name)?|vendor|integration|driver|backend|conn[_-]?type|connectionType)$/i;
/** Keys whose value is a title of the other settings, as in `{ name: "twilio", token }`; a provider if it is Twilio. */
const TITLE_KEY =
  /^-{0,2}(?:name|id|key|path|app|namespace|title|slug|secret[_-]?id|machine|service|platform|transport|gateway|type|kind|pk|channel|\$id|host|auth_?type)$/i;
/** What a title says that is Twilio's own: `twilio`, `twilio-sms`, `twilioApi`, but not `twilio-bot`. */
const TWILIO_ALONE =
  /^(?:api\.)?twilio(?:\.com|[ _-]?(?:api|sms|voice|video|verify|credentials?|secrets?|creds|auth|account|trunk))?$/i;
/** An address at Twilio, which the settings next to it are sent to. */
const TWILIO_HOST = /^https:\/\/(?:[\w-]{1,40}\.){0,4}twilio\.com(?:[/:?]|$)/i;
/** What no title holds: a value, perhaps one that is drawn at random. */
const LONG_RUN = /[0-9A-Za-z]{28}/;
/** A word of a command that is a credential's name, such as `TWILIO_AUTH_TOKEN` or `twilio/token`. */
const CREDENTIALS_NAME =
  /^[\w./:-]{0,80}twilio[\w./:-]{0,40}(?:token|secret|sid|password|auth|key|credentials?)[\w./-]{0,20}$/i;
/** Lists of settings, in which a pair without a value is an empty setting. */
const SETTING_LISTS = /^(?:env|environments?|environmentVariables)$/i;
const REFERENCE_KEYS = new Set(["valueFrom", "ValueFrom", "secretKeyRef"]);
/** Types of a setting whose value names the place where the value is kept. */
const REFERENCE_TYPES =
  /^(?:PARAMETER_STORE|SECRETS_MANAGER|SecureString|AWS::SSM::Parameter::.{1,80})$/;
/** A key of Step Functions whose value is a path into the state's input, as in `"Token.$": "$.token"`. */
const PATH_KEY = /\.\$$/;
const PATH_VALUE = /^(?:\$|States\.)/;

/** Every text of a value, every key, the texts inside JSON texts, and the texts that neighbours form together. */
export function leaves(value: Tree, path: Path = [], owners?: Owner): Leaf[] {
  const found: Leaf[] = [];
  collect(value, { path, name: "", kind: "setting", named: "key", owners }, found);
  return found;
}

type Place = Omit<Leaf, "text">;

function collect(value: Tree, place: Place, found: Leaf[]): void {
  if (typeof value === "string") collectText(value, place, found);
  else if (value === UNKNOWN || typeof value === "number") {
    // A number has no place of its own in memory but this one: a list of bytes has a million.
    const { path, name, kind, named, owners } = place;
    const text = value === UNKNOWN ? value : String(value);
    found.push({ path, text, name, kind, named, owners });
  } else if (isTreeList(value)) collectList(value, place, found);
  else if (isTreeObject(value)) collectObject(value, place, found);
}

function collectText(text: string, place: Place, found: Leaf[]): void {
  const parsed = /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
  if (!isTreeList(parsed) && !isTreeObject(parsed)) {
    found.push({ ...place, text });
    return;
  }
  collect(parsed, place, found);
  found.push({ ...place, text, kind: "whole" });
}

function collectList(list: readonly Tree[], outer: Place, found: Leaf[]): void {
  const place = { ...outer, owners: ownersInList(list, outer.owners) };
  list.forEach((item, index) => {
    const before = list[index - 1];
    // A command's option names the word after it.
    const option = typeof before === "string" && /^-{1,2}[A-Za-z]/.test(before);
    const path = [...place.path, index];
    if (option) collect(item, { ...place, path, name: before, named: "option" }, found);
    else {
      const { kind, name, named, owners } = place;
      collect(item, { path, name, kind, named, owners }, found);
    }
  });
  join(list, place, found);
  for (const [key, column] of columnsOf(list)) {
    join(column, { ...place, path: [...place.path, "*", key] }, found);
  }
}

/** The values that the objects of a list hold under each key. */
function columnsOf(list: readonly Tree[]): ReadonlyMap<string, Tree[]> {
  const columns = new Map<string, Tree[]>();
  for (const item of list) {
    if (!isTreeObject(item)) continue;
    for (const [key, value] of Object.entries(item)) {
      const column = columns.get(key);
      if (column === undefined) columns.set(key, [value]);
      else column.push(value);
    }
  }
  return columns;
}

function collectObject(object: TreeObject, place: Place, found: Leaf[]): void {
  const named = NAME_KEYS.map((key) => object[key]).find((name) => typeof name === "string");
  const type = object["type"] ?? object["Type"];
  const byReference = typeof type === "string" && REFERENCE_TYPES.test(type);
  const owner = ownerOf(object, place);
  const inner = ownersInObject(object, place.owners);
  const inSettings = SETTING_LISTS.test(String(place.path.at(-2)));
  for (const [key, value] of Object.entries(object)) {
    const path = [...place.path, key];
    const isReference = REFERENCE_KEYS.has(key) || isPathInto(key, value);
    // An empty default, as in a schema, gives nothing to anybody.
    const holds = VALUE_KEYS.has(key) && !(value === "" && /^default/i.test(key));
    const pair = holds && named !== undefined;
    const kind = isReference || (byReference && holds) ? "reference" : place.kind;
    const name = pair ? named : nameOf(key.replace(PATH_KEY, ""), place, owner, holds);
    const owners = ownedBy(pair ? named : key, "key", inner);
    found.push({ path, text: key, name: "", kind: "key", named: "key", owners: undefined });
    collect(
      pair && inSettings ? (value ?? "") : value,
      { path, name, kind, named: pair ? "pair" : "key", owners },
      found,
    );
  }
  if (typeof named === "string" && inSettings && !hasValue(object)) {
    found.push({ ...place, text: "", name: named, named: "pair" });
  }
  join(Object.values(object), place, found);
}

function isPathInto(key: string, value: Tree): boolean {
  return key.endsWith(".$") && typeof value === "string" && PATH_VALUE.test(value);
}

/** Whose settings an object holds, where it or its own key says Twilio. */
function ownerOf(object: TreeObject, { path }: Place): string | undefined {
  const parent = path.at(-1);
  if (typeof parent === "string" && /twilio$/i.test(parent)) return parent;
  return Object.keys(object)
    .filter((key) => PROVIDER_KEY.test(key) || TITLE_KEY.test(key))
    .map((key) => object[key])
    .filter((owner) => typeof owner === "string")
    .find((owner) => /^twilio$/i.test(owner));
}

/** The owners that an object adds for all that it holds: its provider, its title, and what its metadata say. */
function ownersInObject(object: TreeObject, outer: Owner | undefined): Owner | undefined {
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
    if (PROVIDER_KEY.test(key)) provider ??= text;
    else if (TWILIO_ALONE.test(text)) {
      // `SMS_PROVIDER: twilio` says it of `SMS_TOKEN`, but of no setting with a word of its own.
      const isOfPrefix = /[a-z](?:_?provider|_?vendor|_?gateway)$/i.test(key);
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
function ownersInList(list: readonly Tree[], outer: Owner | undefined): Owner | undefined {
  if (list.every(isTreeObject)) return ownersInPairs(list, outer);
  if (!list.some((word) => typeof word === "string" && /twilio/i.test(word))) return outer;
  return ownersInCommand(list, outer);
}

/** `{ name: "SMS_PROVIDER", value: "twilio" }` says whose token `{ name: "SMS_TOKEN", value: … }` is. */
function ownersInPairs(list: readonly TreeObject[], outer: Owner | undefined): Owner | undefined {
  const provider = list.find(({ name, value }) => {
    const isProvider = typeof name === "string" && /(?:provider|vendor|gateway)$/i.test(name);
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

/** `twilio: { authToken }` says what `twilioAuthToken` says. */
function nameOf(key: string, { name }: Place, owner: string | undefined, holds: boolean): string {
  if ((holds || TYPED_KEYS.has(key) || key === "") && name !== "") return name;
  const own = owner === undefined || /twilio/i.test(key) || NAME_KEYS.includes(key);
  return own ? key : `${owner}.${key}`;
}

function hasValue(object: TreeObject): boolean {
  return Object.keys(object)
    .map((key) => key.replace(PATH_KEY, ""))
    .some((key) => VALUE_KEYS.has(key) || REFERENCE_KEYS.has(key));
}

/** Texts side by side may be one text that was cut up; a blank keeps words apart where they are more than characters. */
function join(values: readonly (Tree | undefined)[], place: Place, found: Leaf[]): void {
  const parts = values.filter((value) => typeof value === "string" || typeof value === "number");
  if (parts.length < 2) return;
  const characters = parts.every((part) => typeof part === "string" && part.length <= 2);
  found.push({ ...place, text: parts.join(characters ? "" : " "), kind: "joined" });
}
