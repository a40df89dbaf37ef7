import * as cloudtrail from "@pulumi/aws/cloudtrail";
import type * as iam from "@pulumi/aws/iam";
import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { accountRootStatement, type Account } from "../../components/iam/account";
import { privateBucket } from "../privateBucket";

/** Days for which the account's API calls are kept. */
const RETENTION_DAYS = 365;

const CLOUDTRAIL = "cloudtrail.amazonaws.com";

export interface AuditTrailArgs {
  readonly account: Account;
  /** Whether the bucket is deleted even when it holds records. */
  readonly forceDestroy: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A CloudTrail trail of every management event of the account, reads included. Without a trail in the account, EventBridge gets
 * no event for a read of the secret.
 */
export class AuditTrail extends pulumi.ComponentResource {
  readonly trailArn: pulumi.Output<string>;

  constructor(name: string, args: AuditTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:AuditTrail", name, {}, opts);
    const { account, forceDestroy, tags } = args;
    const parent = { parent: this };
    const key = new kms.Key(
      `${name}-key`,
      {
        description: "Encrypts the record of the account's API calls",
        enableKeyRotation: true,
        policy: pulumi.jsonStringify(keyPolicy(account)),
        tags,
      },
      parent,
    );
    const retentionDays = RETENTION_DAYS;
    const writers = (bucketArn: pulumi.Output<string>) => deliveryRights(bucketArn, account);
    const trail = new cloudtrail.Trail(
      `${name}-trail`,
      {
        s3BucketName: privateBucket(
          name,
          // Somebody who wants to hide a call deletes its record. The bucket then still keeps the old version.
          { forceDestroy, retentionDays, versioned: true, writers, tags },
          parent,
        ),
        kmsKeyId: key.arn,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        eventSelectors: [{ readWriteType: "All", includeManagementEvents: true }],
        tags,
      },
      parent,
    );
    this.trailArn = trail.arn;
    this.registerOutputs({ trailArn: this.trailArn });
  }
}

/** ARN pattern of this account's trails in the stack's region. CloudTrail needs its rights before the trail exists. */
function trailArns({ partition, region, accountId }: Account): pulumi.Output<string> {
  return pulumi.interpolate`arn:${partition}:cloudtrail:${region}:${accountId}:trail/*`;
}

/** Source: "Amazon S3 bucket policy for CloudTrail" in its user guide. */
function deliveryRights(bucketArn: pulumi.Output<string>, account: Account): iam.PolicyStatement[] {
  const fromTrail = { ArnLike: { "aws:SourceArn": trailArns(account) } };
  const cloudTrail = { Effect: "Allow", Principal: { Service: CLOUDTRAIL } } as const;
  return [
    { ...cloudTrail, Action: "s3:GetBucketAcl", Resource: bucketArn, Condition: fromTrail },
    {
      ...cloudTrail,
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${account.accountId}/*`,
      Condition: {
        ...fromTrail,
        StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    },
  ];
}

/**
 * Source: "Configure AWS KMS key policies for CloudTrail" in its user guide. The account's own IAM policies decide who may read.
 */
function keyPolicy(account: Account): iam.PolicyDocument {
  const { partition, accountId } = account;
  const fromTrail = { "aws:SourceArn": trailArns(account) };
  const anyRegion = pulumi.interpolate`arn:${partition}:cloudtrail:*:${accountId}:trail/*`;
  const cloudTrail = {
    Effect: "Allow",
    Principal: { Service: CLOUDTRAIL },
    Resource: "*",
  } as const;
  return {
    Version: "2012-10-17",
    Statement: [
      accountRootStatement(account),
      {
        Sid: "TrailEncrypts",
        ...cloudTrail,
        Action: "kms:GenerateDataKey*",
        Condition: {
          ArnLike: fromTrail,
          StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": anyRegion },
        },
      },
      {
        Sid: "TrailLooksAtKey",
        ...cloudTrail,
        Action: "kms:DescribeKey",
        Condition: { ArnLike: fromTrail },
      },
    ],
  };
}
