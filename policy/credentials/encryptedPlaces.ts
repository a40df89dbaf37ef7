import { isTreeObject, valueAt, type Tree, type TreeObject } from "../tree/tree";

/** A property, or a property inside one, that the service which takes it keeps encrypted. */
export interface EncryptedPlace {
  /** Type of the resource, as its URN has it. */
  readonly type: string;
  /** Keys from the resource's inputs to the property, with dots between them. */
  readonly path: string;
  /** Says of the other inputs when the property is encrypted. @default always */
  readonly when?: (inputs: TreeObject) => boolean;
}

/**
 * The properties that every run takes for encrypted. Secrets Manager encrypts a secret's value with KMS, and Parameter Store that
 * of a SecureString; the provider marks both secret in the state.
 */
const ALWAYS: readonly EncryptedPlace[] = [
  ...["secretString", "secretBinary", "secretStringWo"].flatMap((path) => [
    { type: "aws:secretsmanager/secretVersion:SecretVersion", path },
    { type: "aws-native:secretsmanager:Secret", path },
  ]),
  ...["value", "valueWo"].map((path) => ({
    type: "aws:ssm/parameter:Parameter",
    path,
    when: (inputs: TreeObject) => inputs["type"] === "SecureString",
  })),
];

/**
 * Further properties that a run takes for encrypted unless its config says otherwise. EventBridge keeps what a connection signs in
 * with in Secrets Manager. Source: EventBridge's user guide, "Connections for API targets".
 */
export const DEFAULT_ENCRYPTED_PLACES: readonly EncryptedPlace[] = [
  { type: "aws:cloudwatch/eventConnection:EventConnection", path: "authParameters" },
  { type: "aws-native:events:Connection", path: "authParameters" },
];

/** What a provider puts on every resource that it makes; the other settings of a provider are how it signs in. */
const SPREAD_BY_PROVIDERS: ReadonlySet<string> = new Set([
  "defaultTags",
  "ignoreTags",
  "defaultLabels",
]);

/**
 * The inputs of a resource without what is encrypted. A provider signs in with its settings, and its schema marks the credentials
 * among them secret, so that only what it spreads is left of them.
 * @param places the properties that the run's config takes for encrypted.
 */
export function withoutEncrypted(
  type: string,
  inputs: TreeObject,
  places: readonly EncryptedPlace[],
): TreeObject {
  if (type.startsWith("pulumi:providers:")) {
    const spread = Object.entries(inputs).filter(([key]) => SPREAD_BY_PROVIDERS.has(key));
    return Object.fromEntries(spread);
  }
  return [...ALWAYS, ...places]
    .filter((place) => place.type === type && (place.when?.(inputs) ?? true))
    .map(({ path }) => path.split("."))
    .filter((path) => valueAt(inputs, ...path) !== undefined)
    .reduce(without, inputs);
}

function without(object: TreeObject, [key = "", ...rest]: readonly string[]): TreeObject {
  const inner: Tree | undefined = object[key];
  const entries = Object.entries(object).filter(([each]) => each !== key);
  if (rest.length === 0) return Object.fromEntries(entries);
  return isTreeObject(inner) ? { ...object, [key]: without(inner, rest) } : object;
}
