import type * as iam from "@pulumi/aws/iam";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";

export interface PrivateBucketArgs {
  /** Whether the bucket is deleted even when it holds something. */
  readonly forceDestroy: boolean;
  /** Days after which everything in it is deleted. */
  readonly retentionDays: number;
  /** Whether overwritten and deleted objects are kept, for as many days. @default false */
  readonly versioned?: boolean;
  /** Who may write to it, and nobody else may; statements on the given ARN of the bucket. */
  readonly writers: (bucketArn: pulumi.Output<string>) => iam.PolicyStatement[];
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Makes a private, encrypted bucket for a service's logs, which only TLS reaches.
 *
 * @returns its name, known once the service may write to it
 */
export function privateBucket(
  name: string,
  { forceDestroy, retentionDays, versioned = false, writers, tags }: PrivateBucketArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const bucket = new s3.Bucket(`${name}-bucket`, { forceDestroy, tags }, opts);
  new s3.BucketPublicAccessBlock(
    `${name}-private`,
    {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
  new s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    {
      bucket: bucket.id,
      // Elastic Load Balancing writes to no bucket with a customer-managed key; CloudTrail names its key with each object.
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    },
    opts,
  );
  keepFor(name, bucket.id, retentionDays, versioned, opts);
  const policy = new s3.BucketPolicy(
    `${name}-policy`,
    {
      bucket: bucket.id,
      policy: {
        Version: "2012-10-17",
        Statement: [...writers(bucket.arn), tlsOnly(bucket.arn)],
      },
    },
    opts,
  );
  return policy.bucket;
}

/** Deletes objects after this many days, and their old versions this many days after they were overwritten or deleted. */
function keepFor(
  name: string,
  bucket: pulumi.Output<string>,
  days: number,
  versioned: boolean,
  opts: pulumi.CustomResourceOptions,
): void {
  const versioning = versioned
    ? new s3.BucketVersioning(
        `${name}-versioning`,
        { bucket, versioningConfiguration: { status: "Enabled" } },
        opts,
      )
    : undefined;
  const expire = {
    id: "expire",
    status: "Enabled",
    expiration: { days },
    ...(versioned && { noncurrentVersionExpiration: { noncurrentDays: days } }),
  };
  new s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    { bucket, rules: [{ ...expire, filter: {} }] },
    // A rule on old versions needs a bucket that keeps them.
    { ...opts, ...(versioning && { dependsOn: [versioning] }) },
  );
}

function tlsOnly(bucketArn: pulumi.Output<string>): iam.PolicyStatement {
  return {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
