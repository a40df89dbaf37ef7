/** A property value as Pulumi's engine sends it: JSON in which some objects and texts have a special meaning. */
export type WireValue = string | number | boolean | null | readonly WireValue[] | WireObject;

/** Property values by name, as Pulumi's engine sends them. */
export interface WireObject {
  readonly [key: string]: WireValue;
}

/** Key that marks an object on Pulumi's wire as a special value. Source: Pulumi's RPC protocol. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Signature of a secret. Its plaintext is in the same object, under `value`. */
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Signature of an output value: `value` is absent when it is unknown, `secret` is true for a secret. */
export const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Signature of a reference to a resource, by `urn` and `id`. */
export const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** Signatures of an asset and of an archive. */
export const ASSET = "c44067f5952c0a294b673a41bacd8c17";
export const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** Sent in place of a value that a preview cannot know. */
export const UNKNOWN_ON_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The sentinels of unknown values: text, bool, number, array, asset, archive, object. */
const UNKNOWNS: readonly unknown[] = [
  UNKNOWN_ON_WIRE,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

/** Whether a wire value is a sentinel of an unknown value. */
export function isUnknown(value: unknown): boolean {
  return UNKNOWNS.includes(value);
}

/** Whether a wire value is marked as a secret. */
export function isSecret(
  value: unknown,
): value is { readonly [SIGNATURE]: typeof SECRET; readonly value: unknown } {
  return signatureOf(value) === SECRET;
}

/** Whether a wire value is marked as a secret, or a part of it is. */
export function holdsSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  return isSecret(value) || (isRecord(value) && Object.values(value).some(holdsSecret));
}

/** The value, marked as a secret. */
export function markSecret(value: WireValue): WireObject;
export function markSecret(value: unknown): Record<string, unknown>;
export function markSecret(value: unknown): Record<string, unknown> {
  return { [SIGNATURE]: SECRET, value };
}

/** The signature of a marked value. Undefined for an unmarked value. */
export function signatureOf(value: unknown): unknown {
  return isRecord(value) ? value[SIGNATURE] : undefined;
}

/** Whether a value is an object with keys: neither an array nor null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Rebuilds a value: each part is replaced by the result of `replace`, outermost first. If the result is undefined, its own parts
 * are visited.
 */
export function mapWire(value: unknown, replace: (part: unknown) => unknown): unknown {
  const replaced = replace(value);
  if (replaced !== undefined) return replaced;
  if (Array.isArray(value)) return value.map((part) => mapWire(part, replace));
  if (!isRecord(value)) return value;
  return mapRecord(value, replace);
}

/** {@link mapWire} for the properties of a resource. */
export function mapRecord(
  record: Readonly<Record<string, unknown>>,
  replace: (part: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, part]) => [key, mapWire(part, replace)]),
  );
}

/** The properties without secret marks, as the cloud provider gets them. */
export function unwrapSecrets(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const unwrap = (part: unknown): unknown =>
    isSecret(part) ? mapWire(part.value, unwrap) : undefined;
  return mapRecord(record, unwrap);
}

/** The properties as policies see them: without the keys that begin with __, which belong to the engine and the providers. */
export function wireObject(properties: Readonly<Record<string, unknown>>): WireObject {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([key, value]) => value !== undefined && !key.startsWith("__"))
      .map(([key, value]) => [key, wireValue(value)]),
  );
}

function wireValue(value: unknown): WireValue {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  if (Array.isArray(value)) return value.map(wireValue);
  return isRecord(value) ? wireObject(value) : null;
}
