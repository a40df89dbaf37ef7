import type {
  PolicyResource,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { iamPatternCovers } from "../../plan/iam/pattern";
import { isReadable, OBJECT_TYPES } from "../../run/declaredS3Objects";
import { run } from "../../run/run";
import { mayHoldContainers } from "../../tree/containers/containerPlaces";
import { containerSettings } from "../../tree/containers/containers";
import {
  environmentFiles,
  environmentFilesOf,
  type EnvironmentFile,
} from "../../tree/containers/environmentFiles";
import { readTree } from "../../tree/readTree";
import { UNKNOWN } from "../../tree/tree";
import { checkConfig, schemaOf, textList } from "../settings";

const NAME = "readable-environment-files";

const ALLOWED_FILES = textList(
  "allowedEnvironmentFiles",
  "ARNs of environment files in S3 that are checked elsewhere, with * and ? as in IAM.",
  [],
);

const BUCKET_TYPES: readonly string[] = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];

const FIX =
  "Declare the S3 object in this program and use its `arn`, or list the ARN under allowedEnvironmentFiles in the policy config, or use `environment` and `secrets` instead.";

/**
 * Finds environment files that the pack cannot read. Such a file holds plaintext environment variables, so the program must
 * declare it, or the policy config must list it.
 */
export const readableEnvironmentFiles: ResourceValidationPolicy & StackValidationPolicy = {
  name: NAME,
  description: "The environment files of every container can be read, or are checked elsewhere.",
  enforcementLevel: "mandatory",
  severity: "high",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html",
  remediationSteps:
    "Declare the S3 object in the same program, with its text in `content` or `source`, and use its own `arn`. If the file is made and checked elsewhere, list its ARN under `allowedEnvironmentFiles` in the policy config.",
  configSchema: schemaOf([ALLOWED_FILES]),
  async validateResource(args, reportViolation) {
    await run.observe(args);
    const config = args.getConfig<Record<string, unknown>>();
    checkConfig(NAME, [ALLOWED_FILES], config);
    const allowed = ALLOWED_FILES.in(config);
    if (!mayHoldContainers(args.type, args.props)) return;
    for (const { path, arn } of environmentFiles(args.type, await run.inputsOf(args))) {
      const known = arn === UNKNOWN || run.declaredObjects.has(arn);
      if (!known && !allowed.some((pattern) => iamPatternCovers(pattern, arn, "exact case"))) {
        reportViolation(inWords(path));
      }
    }
  },
  // Only here does the engine show which resources an unknown ARN comes from.
  async validateStack({ resources }, reportViolation) {
    const declared = await declaredObjects(resources);
    for (const resource of resources) {
      for (const { path } of await unknownFiles(resource)) {
        const sources = Object.values(resource.propertyDependencies).flat();
        if (!sources.some(({ urn }) => declared.has(urn))) {
          reportViolation(inWords(path), run.guardedValues.mask.shownUrn(resource.urn));
        }
      }
    }
  },
};

function inWords(path: string): string {
  return `${path} names a file of plaintext settings that no policy can read. ${FIX}`;
}

/** Those environment files of a resource whose ARNs a preview cannot know. */
async function unknownFiles(resource: PolicyResource): Promise<EnvironmentFile[]> {
  if (!mayHoldContainers(resource.type, resource.props)) return [];
  const inputs = await readTree(resource.props);
  const settings = containerSettings(resource.type, inputs);
  if (settings === undefined) return [];
  const own = environmentFiles(resource.type, inputs);
  const isHidden = settings.containers.length === 0 && settings.unreadable.length > 0;
  const shown = isHidden
    ? run.shownContainers
        .of(resource.parent?.urn)
        .flatMap(({ path, definition }) => environmentFilesOf(path, definition))
    : [];
  return [...own, ...shown].filter(({ arn }) => arn === UNKNOWN);
}

/** URNs of the S3 objects whose text the rules read, and of the buckets that they are in. */
async function declaredObjects(resources: readonly PolicyResource[]): Promise<ReadonlySet<string>> {
  const urns = new Set<string>();
  for (const { type, urn, props, propertyDependencies } of resources) {
    if (!OBJECT_TYPES.includes(type) || !isReadable(await readTree(props))) continue;
    urns.add(urn);
    for (const source of propertyDependencies["bucket"] ?? []) {
      if (BUCKET_TYPES.includes(source.type)) urns.add(source.urn);
    }
  }
  return urns;
}
