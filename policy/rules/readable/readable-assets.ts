import type { ResourceValidationPolicy } from "@pulumi/policy";
import { pathText } from "../../report/message";
import { run, type ShownResource } from "../../run/run";
import { unreadAssets, type UnreadAsset } from "../../tree/assets";
import type { UnreadPart } from "../../tree/unread";

/** An asset is a file or a folder: anything else, such as a pipe or a device, may hang a deployment. */
export const regularAssetFiles: ResourceValidationPolicy = {
  name: "regular-asset-files",
  description: "The files behind assets are regular files, which have an end.",
  enforcementLevel: "mandatory",
  severity: "high",
  url: "https://www.pulumi.com/docs/iac/concepts/assets-archives/",
  remediationSteps:
    "Name a regular file or a folder. Copy what a named pipe, a socket or a device gives into a file first.",
  async validateResource(args, reportViolation) {
    for (const { at, parts } of await unread(args, ["irregular"])) {
      reportViolation(
        `${at} is no regular file, so that no policy can read it to the end${parts}. Name a regular file: copy what a pipe or a device gives into one.`,
      );
    }
  },
};

/** Says what of an asset was not searched, or not in every way. */
export const assetsReadToTheEnd: ResourceValidationPolicy = {
  name: "assets-read-to-the-end",
  description: "The files behind assets are read to the end.",
  enforcementLevel: "advisory",
  severity: "low",
  url: "https://www.pulumi.com/docs/iac/concepts/assets-archives/",
  remediationSteps:
    "Leave out of the archive what does not belong to it, or take a large file from S3 when the code runs.",
  async validateResource(args, reportViolation) {
    for (const { at, parts, reason } of await unread(args, ["unread", "large"])) {
      const text =
        reason === "large"
          ? `${at} is so large that it was searched for the stack's own values alone${parts}.`
          : `${at} was not read from here on, because it is too large or cannot be unpacked${parts}. Leave out what does not belong to it.`;
      if (run.isFirstTime(`${args.urn} ${text}`)) reportViolation(text);
    }
  },
};

interface UnreadPlace {
  /** The first part, in words. */
  readonly at: string;
  /** How many further parts there are, in words. */
  readonly parts: string;
  readonly reason: UnreadPart["reason"];
}

/** What was not read of a resource's assets, one place for each asset and reason. */
async function unread(
  resource: ShownResource,
  reasons: readonly UnreadPart["reason"][],
): Promise<UnreadPlace[]> {
  const assets = unreadAssets(await run.inputsOf(resource));
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
