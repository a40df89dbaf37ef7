import { columnsOf } from "./columns";
import { isOfDatabase, ownedBy, type Owner } from "./owners";
import { namesOwner } from "./namesOfOwners";
import { ownersInList } from "./ownersInList";
import { ownersInObject } from "./ownersInObject";
import {
  LIST_OF_VALUES,
  NAME_KEYS,
  PATH_KEY,
  REFERENCE_KEYS,
  REFERENCE_TYPES,
  SETTING_LISTS,
  TYPED_KEYS,
  VALUE_KEYS,
  hasValue,
  isPathInto,
  isTypedAttribute,
  nameIn,
} from "./pairKeys";
import { parseJson } from "./readTree";
import { cellOf, isLongListOfBytes, linesOf, messagesOf, nameOfSecret } from "./textLists";
import { isTreeList, isTreeObject, UNKNOWN, type Tree, type TreeObject } from "./tree";

/** A path inside a resource: its keys from the outside in. A number is the index in a list. */
export type Path = readonly (string | number)[];

/** One text of a resource, with its path and its name. */
export interface Leaf {
  readonly path: Path;
  /** The text. A number is written as text. {@link UNKNOWN} if a preview cannot know it. */
  readonly text: string | typeof UNKNOWN;
  /** The name of the setting with this text: the key in the object, or the `name` next to a `value`. */
  readonly name: string;
  /**
   * The kind of the text: the value of a `setting`; a `reference` to the place of a value; a `key` of an object; a `whole` JSON text,
   * whose inner texts are leaves of their own; `joined`, the texts of one list or object put together; or `lines`, the lines of a
   * program or a script in a list, such as a cell of a notebook.
   */
  readonly kind: "setting" | "reference" | "key" | "whole" | "joined" | "lines";
  /** The source of the name: the `key` in the object, a `pair` such as `{ name, value }`, or an `option` of a command. */
  readonly named: "key" | "pair" | "option";
  /** The names around the text, the innermost first; `undefined` if there is none. */
  readonly owners: Owner | undefined;
}

/** Every text of a value: settings, keys, the texts inside JSON texts, and neighbouring texts put together. */
export function leaves(value: Tree, path: Path = [], owners?: Owner): Leaf[] {
  const found: Found = { leaves: [], settingsOnly: false };
  collect(value, { path, name: "", kind: "setting", named: "key", owners }, found);
  return found.leaves;
}

/** Only the settings of a value, without its keys and without neighbouring texts put together. */
export function settings(value: Tree, path: Path, owners: Owner | undefined): Leaf[] {
  const found: Found = { leaves: [], settingsOnly: true };
  collect(value, { path, name: "", kind: "setting", named: "key", owners }, found);
  return found.leaves;
}

/** The leaves that were found so far, and which kinds are collected. */
interface Found {
  readonly leaves: Leaf[];
  readonly settingsOnly: boolean;
}

type Place = Omit<Leaf, "text">;

function collect(value: Tree, place: Place, found: Found): void {
  if (typeof value === "string") collectText(value, place, found);
  else if (value === UNKNOWN || typeof value === "number") {
    // A list of bytes may have a million numbers, so none gets a place of its own. Named members are faster than `...`.
    const { path, name, kind, named, owners } = place;
    const text = value === UNKNOWN ? value : String(value);
    found.leaves.push({ path, text, name, kind, named, owners });
  } else if (isTreeList(value)) collectList(value, place, found);
  else if (isTreeObject(value)) collectObject(value, place, found);
}

function collectText(text: string, place: Place, found: Found): void {
  const parsed = /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
  if (!isTreeList(parsed) && !isTreeObject(parsed)) {
    const { path, name, kind, named, owners } = place;
    found.leaves.push({ path, text, name, kind, named, owners });
    return;
  }
  collect(parsed, place, found);
  found.leaves.push({ ...place, text, kind: "whole" });
}

function collectList(list: readonly Tree[], outer: Place, found: Found): void {
  if (isLongListOfBytes(list)) {
    join(list, outer, found);
    return;
  }
  const place = { ...outer, owners: ownersInList(list, outer.owners) };
  list.forEach((item, index) => {
    const before = list[index - 1];
    // A command's option names the word after it, and a name a secret after it, as in `[["twilio_token", "…"]]`.
    const option = typeof before === "string" && /^-{1,2}[A-Za-z]/.test(before);
    const secretName = list.length === 2 ? nameOfSecret(item, before) : undefined;
    // A spread would reserve up to twice the memory, which counts for a million items.
    const path = place.path.concat(index);
    if (option) collect(item, { ...place, path, name: before, named: "option" }, found);
    else if (secretName !== undefined) {
      collect(item, { ...place, path, name: secretName, named: "pair" }, found);
    } else {
      const { kind, name, named, owners } = place;
      collect(item, { path, name, kind, named, owners }, found);
    }
  });
  if (found.settingsOnly) return;
  join(list, place, found);
  const lines = linesOf(list);
  if (lines !== undefined) found.leaves.push({ ...place, text: lines, kind: "lines" });
  for (const [key, column] of columnsOf(list)) {
    const columnPlace = { ...place, path: [...place.path, "*", key] };
    join(column, columnPlace, found);
    const said = messagesOf(key, column);
    if (said !== undefined) found.leaves.push({ ...columnPlace, text: said, kind: "lines" });
  }
}

function collectObject(object: TreeObject, place: Place, found: Found): void {
  const named = nameIn(object);
  const type = object["type"] ?? object["Type"];
  const byReference = typeof type === "string" && REFERENCE_TYPES.test(type);
  const owner = ownerOf(object, place);
  const inner = ownersInObject(object, place.owners);
  const typed = isTypedAttribute(object);
  const inSettings = SETTING_LISTS.test(String(place.path.at(-2)));
  for (const [key, value] of Object.entries(object)) {
    const path = place.path.concat(key);
    const isReference = REFERENCE_KEYS.has(key) || isPathInto(key, value);
    // An empty default, as in a schema, is not a setting.
    const holds =
      (VALUE_KEYS.has(key) && !(value === "" && /^default/i.test(key))) ||
      (key === LIST_OF_VALUES && isTreeList(value));
    const pair = holds && named !== undefined;
    const kind = isReference || (byReference && holds) ? "reference" : place.kind;
    const name = pair ? named : nameOf(key.replace(PATH_KEY, ""), place, owner, holds);
    const owners = typed ? inner : ownedBy(pair ? named : key, "key", inner);
    if (!found.settingsOnly) {
      found.leaves.push({
        path,
        text: key,
        name: "",
        kind: "key",
        named: "key",
        owners: undefined,
      });
    }
    collect(
      pair && inSettings ? (value ?? "") : value,
      { path, name, kind, named: pair ? "pair" : "key", owners },
      found,
    );
  }
  if (typeof named === "string" && inSettings && !hasValue(object)) {
    found.leaves.push({ ...place, text: "", name: named, named: "pair" });
  }
  if (found.settingsOnly) return;
  join(Object.values(object), place, found);
  const cell = cellOf(object);
  if (cell !== undefined) found.leaves.push({ ...place, text: cell, kind: "lines" });
}

/** The owner of the settings in an object, if a value in it or the key of the object says Twilio. */
function ownerOf(object: TreeObject, { path, owners }: Place): string | undefined {
  if (isOfDatabase(owners)) return undefined;
  const parent = path.at(-1);
  if (typeof parent === "string" && /twilio$/i.test(parent)) return parent;
  return Object.keys(object)
    .filter(namesOwner)
    .map((key) => object[key])
    .filter((owner) => typeof owner === "string")
    .find((owner) => /^twilio$/i.test(owner));
}

/** The name of a setting. In `twilio: { authToken }` it is `twilio.authToken`, so it counts like `twilioAuthToken`. */
function nameOf(key: string, { name }: Place, owner: string | undefined, holds: boolean): string {
  if ((holds || TYPED_KEYS.has(key) || key === "") && name !== "") return name;
  const own = owner === undefined || /twilio/i.test(key) || NAME_KEYS.includes(key);
  return own ? key : `${owner}.${key}`;
}

/** Neighbouring texts may be parts of one text, so they are also searched together. Only single characters have no blank between. */
function join(values: readonly (Tree | undefined)[], place: Place, found: Found): void {
  if (values.length < 2) return;
  const parts = values.filter((value) => typeof value === "string" || typeof value === "number");
  if (parts.length < 2) return;
  const characters = parts.every((part) => typeof part === "string" && part.length <= 2);
  found.leaves.push({ ...place, text: parts.join(characters ? "" : " "), kind: "joined" });
}
