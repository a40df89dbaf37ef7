import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";

/** Days for which access logs are kept. */
const RETENTION_DAYS = 90;

export interface AccessLogsArgs {
  readonly account: Account;
  readonly tags: Readonly<Record<string, string>>;
}

/** A private, encrypted bucket that Elastic Load Balancing may write access logs to, and nobody else. */
export class AccessLogs extends pulumi.ComponentResource {
  /** Name of the bucket, once the load balancer may write to it. */
  readonly bucketName: pulumi.Output<string>;

  constructor(
    name: string,
    { account, tags }: AccessLogsArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("pipecat:index:AccessLogs", name, {}, opts);
    const parent = { parent: this };
    const bucket = new aws.s3.Bucket(`${name}-bucket`, { tags }, parent);
    new aws.s3.BucketPublicAccessBlock(
      `${name}-private`,
      {
        bucket: bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      parent,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      {
        bucket: bucket.id,
        // Elastic Load Balancing writes to no bucket with a customer-managed key.
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
      },
      parent,
    );
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      {
        bucket: bucket.id,
        rules: [
          { id: "expire", status: "Enabled", filter: {}, expiration: { days: RETENTION_DAYS } },
        ],
      },
      parent,
    );
    const policy = new aws.s3.BucketPolicy(
      `${name}-policy`,
      { bucket: bucket.id, policy: deliveryPolicy(bucket.arn, account) },
      parent,
    );
    this.bucketName = policy.bucket;
    this.registerOutputs({ bucketName: this.bucketName });
  }
}

function deliveryPolicy(
  bucketArn: pulumi.Output<string>,
  { partition, region, accountId }: Account,
): aws.iam.PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${accountId}/*`,
        Condition: {
          ArnLike: {
            "aws:SourceArn": pulumi.interpolate`arn:${partition}:elasticloadbalancing:${region}:${accountId}:loadbalancer/*`,
          },
        },
      },
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}
