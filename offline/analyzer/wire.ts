import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isRecord, SECRET, SIGNATURE } from "../engine/wire";

/** The engine sends this in place of a value that a preview cannot know. */
export { UNKNOWN as UNKNOWN_ON_WIRE } from "../engine/wire";

/** Signatures of assets and archives. Source: `specialAssetSig` and `specialArchiveSig` of @pulumi/pulumi's runtime/rpc. */
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** A property value as the engine sends it. */
export type WireValue = string | number | boolean | null | readonly WireValue[] | WireObject;

/** Property values by name, as the engine sends them. */
export interface WireObject {
  readonly [key: string]: WireValue;
}

/** A value with Pulumi's secret mark. */
export function secretOnWire(value: WireValue): WireObject {
  return { [SIGNATURE]: SECRET, value };
}

/** The text asset that a `pulumi.asset.StringAsset` becomes. */
export function textAssetOnWire(text: string): WireObject {
  return { [SIGNATURE]: ASSET, text };
}

/** The archive that a `pulumi.asset.AssetArchive` becomes. */
export function archiveOnWire(assets: WireObject): WireObject {
  return { [SIGNATURE]: ARCHIVE, assets };
}

/** The archive that a `pulumi.asset.FileArchive` becomes. */
export function fileArchiveOnWire(path: string): WireObject {
  return { [SIGNATURE]: ARCHIVE, path };
}

/** The asset that a `pulumi.asset.FileAsset` becomes. */
export function fileAssetOnWire(path: string): WireObject {
  return { [SIGNATURE]: ASSET, path };
}

/** Packs property values into the message that carries them. */
export function toStruct(properties: WireObject): Struct {
  return Struct.fromJavaScript({ ...properties });
}

/** Property values as policies see them: keys that begin with __ belong to the engine and the providers. */
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
