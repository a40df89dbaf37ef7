import type { ResourceValidationPolicy } from "@pulumi/policy";
import { pathText } from "../../report/message";
import { run, type ShownResource } from "../../run/run";
import type { UnreadAsset } from "../../tree/assets";
import type { UnreadPart } from "../../tree/unread";

/** Finds assets that are neither a regular file nor a folder. Reading a pipe or a device may never end. */
export const regularAssetFiles: ResourceValidationPolicy = {
  name: "regular-asset-files",
  description: "Every asset is a regular file or a folder.",
  enforcementLevel: "mandatory",
  severity: "high",
  url: "https://www.pulumi.com/docs/iac/concepts/assets-archives/",
  remediationSteps:
    "Name a regular file or a folder. To use the data of a named pipe, a socket or a device, copy it into a file first.",
  async validateResource(args, reportViolation) {
    for (const { at, parts } of await unread(args, ["irregular"])) {
      reportViolation(
        `${at} is no regular file, so no policy can read it to the end${parts}. Name a regular file. To use the data of a pipe or a device, copy it into one.`,
      );
    }
  },
};

/** Reports which part of an asset was not searched, or was searched only for the stack's own values. */
export const assetsReadToTheEnd: ResourceValidationPolicy = {
  name: "assets-read-to-the-end",
  description: "The files behind assets are read to the end.",
  enforcementLevel: "advisory",
  severity: "low",
  url: "https://www.pulumi.com/docs/iac/concepts/assets-archives/",
  remediationSteps:
    "Remove files from the archive that it does not need, or read a large file from S3 when the code runs.",
  async validateResource(args, reportViolation) {
    for (const { at, parts, reason } of await unread(args, ["unread", "large"])) {
      const text =
        reason === "large"
          ? `${at} is so large that it was searched only for the stack's own values${parts}.`
          : `${at} was not read from here on, because it is too large or cannot be unpacked${parts}. Remove what it does not need.`;
      if (run.isFirstTime(`${args.urn} ${text}`)) reportViolation(text);
    }
  },
};

interface UnreadPlace {
  /** The first part that was not read, as the message shows it. */
  readonly at: string;
  /** How many further parts there are, as the message shows it; "" for none. */
  readonly parts: string;
  readonly reason: UnreadPart["reason"];
}

/** The parts of a resource's assets that were not read: one entry for each asset and reason. */
async function unread(
  resource: ShownResource,
  reasons: readonly UnreadPart["reason"][],
): Promise<UnreadPlace[]> {
  const assets = await run.unreadAssetsOf(resource);
  return assets.flatMap((asset) => reasons.flatMap((reason) => placeOf(asset, reason)));
}

function placeOf({ path, parts }: UnreadAsset, reason: UnreadPart["reason"]): UnreadPlace[] {
  const [first, ...others] = parts.filter((part) => part.reason === reason);
  if (first === undefined) return [];
  const { mask } = run.guardedValues;
  const asset = pathText(path, mask);
  const at = first.part === "" ? asset : `${mask.shown(first.part)} in ${asset}`;
  const more = others.length === 0 ? "" : `, and ${others.length} more of its files`;
  return [{ at, parts: more, reason }];
}
