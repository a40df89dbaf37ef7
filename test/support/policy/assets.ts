import { ARCHIVE, ASSET, SIGNATURE, type WireObject } from "../../../offline/engine/wire";

/** A `pulumi.asset.StringAsset` as the engine sends it. */
export function textAssetOnWire(text: string): WireObject {
  return { [SIGNATURE]: ASSET, text };
}

/** A `pulumi.asset.FileAsset` as the engine sends it. */
export function fileAssetOnWire(path: string): WireObject {
  return { [SIGNATURE]: ASSET, path };
}

/** A `pulumi.asset.AssetArchive` as the engine sends it. */
export function archiveOnWire(assets: WireObject): WireObject {
  return { [SIGNATURE]: ARCHIVE, assets };
}

/** A `pulumi.asset.FileArchive` as the engine sends it. */
export function fileArchiveOnWire(path: string): WireObject {
  return { [SIGNATURE]: ARCHIVE, path };
}
