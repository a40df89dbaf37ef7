import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";

/** Days for which access logs are kept. */
const RETENTION_DAYS = 90;

export interface AccessLogsArgs {
  readonly account: Account;
  /** Whether the bucket is deleted even when it holds logs. */
  readonly forceDestroy: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** A private, encrypted bucket that Elastic Load Balancing may write access logs to, and nobody else. */
export class AccessLogs extends pulumi.ComponentResource {
  /** Name of the bucket, once the load balancer may write to it. */
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: AccessLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:AccessLogs", name, {}, opts);
    const { account, forceDestroy, tags } = args;
    const bucket = new aws.s3.Bucket(`${name}-bucket`, { forceDestroy, tags }, { parent: this });
    this.keepPrivate(name, bucket.id);
    const policy = new aws.s3.BucketPolicy(
      `${name}-policy`,
      { bucket: bucket.id, policy: deliveryPolicy(bucket.arn, account) },
      { parent: this },
    );
    this.bucketName = policy.bucket;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  private keepPrivate(name: string, bucket: pulumi.Output<string>): void {
    new aws.s3.BucketPublicAccessBlock(
      `${name}-private`,
      {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this },
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      {
        bucket,
        // Elastic Load Balancing writes to no bucket with a customer-managed key.
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
      },
      { parent: this },
    );
    const expire = { id: "expire", status: "Enabled", expiration: { days: RETENTION_DAYS } };
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { bucket, rules: [{ ...expire, filter: {} }] },
      { parent: this },
    );
  }
}

function deliveryPolicy(
  bucketArn: pulumi.Output<string>,
  { partition, region, accountId }: Account,
): aws.iam.PolicyDocument {
  const loadBalancers = pulumi.interpolate`arn:${partition}:elasticloadbalancing:${region}:${accountId}:loadbalancer/*`;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${accountId}/*`,
        Condition: { ArnLike: { "aws:SourceArn": loadBalancers } },
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
