/** The repository's part of an image URI in Amazon ECR; undefined for any other registry. */
export interface EcrRepository {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
}

/** Parses an image URI in Amazon ECR, also with a FIPS or dual-stack host. */
export function ecrRepository(imageUri: string): EcrRepository | undefined {
  const match =
    /^(?<accountId>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?<region>[a-z0-9-]+)\.(?:amazonaws\.com|amazonaws\.com\.cn|on\.aws)\/(?<name>[^:@]+)/.exec(
      imageUri,
    );
  const { accountId, region, name } = match?.groups ?? {};
  return accountId && region && name ? { accountId, region, name } : undefined;
}
