import * as awsx from "@pulumi/awsx/ecr";
import type * as pulumi from "@pulumi/pulumi";

/** Where the service's image comes from: a registry, or a folder with a Dockerfile. */
export type ImageSource = { readonly uri: string } | { readonly buildContext: string };

/**
 * The URI of the service's image, built and pushed to a repository of the stack's own when the source is a folder.
 * @param forceDelete - whether the repository is deleted even when it holds images
 */
export function serviceImage(
  name: string,
  source: ImageSource,
  forceDelete: boolean,
  tags: Readonly<Record<string, string>>,
): pulumi.Input<string> {
  if ("uri" in source) return source.uri;
  const repository = new awsx.Repository(`${name}-repository`, {
    forceDelete,
    imageScanningConfiguration: { scanOnPush: true },
    lifecyclePolicy: { rules: [{ tagStatus: "untagged", maximumNumberOfImages: 10 }] },
    tags,
  });
  const image = new awsx.Image(name, {
    repositoryUrl: repository.url,
    context: source.buildContext,
    // What Fargate runs by default; without it a laptop with an ARM processor pushes an image that cannot start.
    platform: "linux/amd64",
  });
  return image.imageUri;
}
