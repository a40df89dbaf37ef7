import { isEncrypted } from "../credentials/harmlessValues";
import { namesAnother } from "../credentials/ownership";
import { settings, type Leaf } from "../tree/leaves";
import { ownedBy, type Owner } from "../tree/owners";
import { isTreeObject, isTreeList, UNKNOWN, type Tree, type TreeObject } from "../tree/tree";
import { inKnownNotation } from "./blocks/dialects";
import { readBlocks } from "./blocks/readBlocks";
import { isMarkup, readMarkup } from "./blocks/readMarkup";
import { settingsOfQuotedJson } from "./quotedJson";
import { readTable } from "./tables/readTable";
import { readableText } from "./decode/readableText";
import { serializedArraysIn } from "./tables/serializedPhp";
import { sqlRowsIn } from "./tables/sqlRowsIn";
import { sqlUpdatesIn } from "./tables/sqlUpdatesIn";
import { htmlTablesIn, tablesWithBars } from "./tables/tablesIn";

/** A value that a text gives a name, with the names around it. */
export interface Statement extends Leaf {
  readonly text: string;
  /** Whether it is an environment variable without a value: all names around it are written like those of variables. */
  readonly isEmptyVariable?: boolean;
}

/** Texts in texts that are followed, such as a file in a `write_files` of cloud-init. */
const DEEPEST = 3;

/** Fewest characters of a text that gives a name a value. */
const SHORTEST_TEXT = 3;

/** A text in base64, perhaps on several lines. */
const IN_BASE64 = /^[0-9A-Za-z+/\s]{40,65536}={0,2}\s{0,4}$/;

/** Settings in one line: `region=ie1;token=x`, `a=1&b=2`, `token=x vendor=y`. */
const IN_ONE_LINE =
  /^[\w.-]{1,60}=[^;&\n]{0,200}(?:[;&][\w.-]{1,60}=[^;&\n]{0,200})+$|^[\w.-]{1,60}=[^\s"']{0,200}(?: [\w.-]{1,60}=[^\s"']{0,200})+$/;

/**
 * What a text with blocks gives its names, in YAML, TOML, INI, properties, HCL, XML, property lists, tables, and objects in code.
 * Nothing for text without structure.
 * @param owners the names around the text itself.
 */
export function statementsIn(
  text: string,
  path: Leaf["path"],
  owners: Owner | undefined,
  depth = 0,
): Statement[] {
  const tree = treeOf(text);
  const rows = rowsIn(text, path, owners);
  if (tree === undefined) return rows.filter(isStatement);
  const found = settings(tree, path, owners);
  const hasEmpty = !isDocument(text) && found.some(({ text: value }) => value === "");
  const environments = hasEmpty && hasEnvironment(tree) ? environmentPaths(tree, path) : undefined;
  const stated: Statement[] = [];
  for (const leaf of found) {
    if (!isStatement(leaf)) continue;
    const { text: value } = leaf;
    const isEmptyVariable = value === "" && environments?.has(parentOf(leaf.path)) === true;
    stated.push(isEmptyVariable ? { ...leaf, isEmptyVariable } : leaf);
    if (value.length < SHORTEST_TEXT || depth >= DEEPEST || isEncrypted(value)) continue;
    for (const inner of [value, ...fileIn(leaf)]) {
      const { path: innerPath, owners: innerOwners } = leaf;
      // A call with many arguments would overflow the stack.
      for (const each of statementsIn(inner, innerPath, innerOwners, depth + 1)) stated.push(each);
    }
  }
  return rows.length === 0 ? stated : [...stated, ...rows.filter(isStatement)];
}

/** The settings in the rows of the tables inside a text, and in its arguments of JSON. The line above a table may say whose they are. */
function rowsIn(text: string, path: Leaf["path"], owners: Owner | undefined): Leaf[] {
  const titled = tablesWithBars(text).flatMap(({ row, title }) => {
    const isTitle = /twilio/i.test(title) && !namesAnother(title);
    return settings(row, path, isTitle ? ownedBy(title, "title", owners) : owners);
  });
  const others = [
    ...htmlTablesIn(text),
    ...sqlRowsIn(text),
    ...sqlUpdatesIn(text),
    ...serializedArraysIn(text),
  ];
  return [
    ...titled,
    ...others.flatMap((rows) => settings(rows, path, owners)),
    ...settingsOfQuotedJson(text, path, owners),
  ];
}

/** Whether a leaf is a statement: a setting whose value a preview knows. */
function isStatement(leaf: Leaf): leaf is Statement {
  return leaf.text !== UNKNOWN && (leaf.kind === "setting" || leaf.kind === "reference");
}

/** The text of a file that a setting holds in base64, if the names around it say Twilio. */
function fileIn({ text, owners }: Statement): string[] {
  if (owners?.saysTwilio !== true || !IN_BASE64.test(text)) return [];
  const decoded = readableText(Buffer.from(text, "base64"));
  return decoded.includes("=") || decoded.includes(":") ? [decoded] : [];
}

function treeOf(text: string): Tree | undefined {
  const table = readTable(text);
  if (table !== undefined) return table;
  if (!/[:=<(]/.test(text)) return undefined;
  if (isMarkup(text)) return readMarkup(text);
  return readBlocks(IN_ONE_LINE.test(text) ? text.replace(/[;& ]/g, "\n") : inKnownNotation(text));
}

/** The objects of a tree whose keys, two or more, are all names of environment variables. */
function environmentPaths(tree: Tree, path: Leaf["path"]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: Tree, at: Leaf["path"]): void => {
    if (isTreeList(value))
      value.forEach((item, index) => {
        visit(item, [...at, index]);
      });
    if (!isTreeObject(value)) return;
    if (isEnvironment(value)) found.add(JSON.stringify(at));
    for (const [key, item] of Object.entries(value)) {
      // `const { TOKEN = "" } = process.env` reads an environment.
      if (!/^(?:const|let|var)$/.test(key)) visit(item, [...at, key]);
    }
  };
  visit(tree, path);
  return found;
}

/** Whether a tree has such an object at all: the way to each place in a large one takes memory. */
function hasEnvironment(tree: Tree): boolean {
  if (isTreeList(tree)) return tree.some(hasEnvironment);
  if (!isTreeObject(tree)) return false;
  return isEnvironment(tree) || Object.values(tree).some(hasEnvironment);
}

function isEnvironment(object: TreeObject): boolean {
  const keys = Object.keys(object);
  return keys.length > 1 && keys.every((key) => /^[A-Z][A-Z0-9_]*$/.test(key));
}

function parentOf(path: Leaf["path"]): string {
  return JSON.stringify(path.slice(0, -1));
}

/** Whether a text is a document for people, as Markdown. Its empty settings show what the reader fills in. */
export function isDocument(text: string): boolean {
  return text.includes("```");
}
