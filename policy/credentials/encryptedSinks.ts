import type { TreeObject } from "../tree/tree";

/** A property that is made to hold a secret, and why. */
interface EncryptedSink {
  readonly properties: readonly string[];
  /** Why a value is safe there. */
  readonly reason: string;
  /** Says of the other inputs when the property is encrypted. @default always */
  readonly when?: (inputs: TreeObject) => boolean;
}

const SECRET_VALUE = {
  properties: ["secretString", "secretBinary", "secretStringWo"],
  reason:
    "Secrets Manager encrypts the value with KMS, and the provider marks it secret in the state",
};

const PARAMETER_VALUE = {
  properties: ["value", "valueWo"],
  reason:
    "Parameter Store encrypts a SecureString with KMS, and the provider marks the value secret",
  when: (inputs: TreeObject) => inputs["type"] === "SecureString",
};

/** The properties of resources that are made to hold a secret. */
const ENCRYPTED_SINKS: Readonly<Record<string, EncryptedSink>> = {
  "aws:secretsmanager/secretVersion:SecretVersion": SECRET_VALUE,
  "aws-native:secretsmanager:Secret": SECRET_VALUE,
  "aws:ssm/parameter:Parameter": PARAMETER_VALUE,
};

/** What a provider puts on every resource that it makes; the other settings of a provider are how it signs in. */
const SPREAD_BY_PROVIDERS: ReadonlySet<string> = new Set([
  "defaultTags",
  "ignoreTags",
  "defaultLabels",
]);

/**
 * Whether a property of a resource may hold a credential. Providers may: they sign in with it, and a credential in their
 * settings is marked secret by their schema.
 */
export function isEncryptedSink(type: string, property: string, inputs: TreeObject): boolean {
  if (type.startsWith("pulumi:providers:")) return !SPREAD_BY_PROVIDERS.has(property);
  const sink = Object.hasOwn(ENCRYPTED_SINKS, type) ? ENCRYPTED_SINKS[type] : undefined;
  return sink !== undefined && sink.properties.includes(property) && (sink.when?.(inputs) ?? true);
}
