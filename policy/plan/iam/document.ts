import { parseJson } from "../../tree/readTree";
import { isTreeList, isTreeObject, UNKNOWN, type Tree, type TreeObject } from "../../tree/tree";
import { iamPatternCovers } from "./pattern";
import { textsOf, type MaybeText } from "../plan";

/** One `Allow` statement of an IAM policy. */
export interface Grant {
  /** For example `policy.Statement[0]`. */
  readonly path: string;
  readonly statement: TreeObject;
}

/** The texts of a statement's element, with {@link UNKNOWN} for those that cannot be known yet. */
type Texts = readonly MaybeText[];

/** The `Allow` statements of a policy document, given as JSON text or as an object. There are none if it cannot be read yet. */
export function grantsOf(path: string, document: Tree | undefined): Grant[] {
  const read = typeof document === "string" ? parseJson(document) : document;
  if (!isTreeObject(read)) return [];
  const statements = read["Statement"];
  const listed: readonly (readonly [string, Tree | undefined])[] = isTreeList(statements)
    ? statements.map((statement, index) => [`${path}.Statement[${index}]`, statement])
    : [[`${path}.Statement`, statements]];
  return listed.flatMap(([at, statement]) =>
    isTreeObject(statement) && statement["Effect"] === "Allow" ? [{ path: at, statement }] : [],
  );
}

/** The element through which a statement allows an action; undefined if it does not allow it. */
export function allowedBy(
  { statement }: Grant,
  action: string,
): "Action" | "NotAction" | undefined {
  const covers = (pattern: Texts[number]): boolean =>
    pattern !== UNKNOWN && iamPatternCovers(pattern, action, "any case");
  if (textsOf(statement["Action"]).some(covers)) return "Action";
  if (statement["NotAction"] === undefined) return undefined;
  const excluded = textsOf(statement["NotAction"]);
  // An unknown exception may exclude the action.
  return excluded.some((pattern) => pattern === UNKNOWN || covers(pattern))
    ? undefined
    : "NotAction";
}

/** The element of a statement that matches more than one resource of a service; undefined if none does. */
export function broadResourceElement(
  { statement }: Grant,
  service: "kms" | "secretsmanager",
): "NotResource" | "Resource" | undefined {
  const excluded = textsOf(statement["NotResource"]);
  if (excluded.length > 0 && !excluded.includes("*")) return "NotResource";
  return textsOf(statement["Resource"]).some(
    (resource) => resource !== UNKNOWN && isWildcard(resource, service),
  )
    ? "Resource"
    : undefined;
}

/** Whether a statement applies to the resource with the given ARN. */
export function coversResource({ statement }: Grant, arn: string): boolean {
  const covers = (pattern: Texts[number]): boolean =>
    pattern !== UNKNOWN && iamPatternCovers(pattern, arn, "exact case");
  if (statement["NotResource"] !== undefined) {
    return !textsOf(statement["NotResource"]).some(covers);
  }
  return textsOf(statement["Resource"]).some(covers);
}

/**
 * Whether a resource pattern matches several secrets or keys. The six `?` that AWS documents for the random end of a secret's ARN
 * match one secret. A wildcard for the region or the account does not count, because the name is still exact.
 */
function isWildcard(pattern: string, service: string): boolean {
  const [, , named = "*", , , ...resource] = pattern.split(":");
  if (!iamPatternCovers(named, service, "any case")) return false;
  const name = resource.join(":");
  return name === "" || /[*?]/.test(name.replace(/^(secret:.*)-\?{6}$/, "$1"));
}
