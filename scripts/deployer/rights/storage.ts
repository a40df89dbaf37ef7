import type { RightsByType } from "./right";

const SECRET = "secretsmanager:{region}:{account}:secret:{name}-??????";
const BUCKET = "s3:::{name}";
const LOG_GROUP = "logs:{region}:{account}:log-group:{name}*";

/** The key may be used only through Secrets Manager: Pulumi writes the secret, and reads it to compare it with the plan. */
const THROUGH_SECRETS_MANAGER = {
  StringEquals: { "kms:ViaService": "secretsmanager.{region}.amazonaws.com" },
};

/** Secrets Manager, KMS, S3 and CloudWatch Logs. */
export const STORAGE_RIGHTS: RightsByType = {
  "aws:secretsmanager/secret:Secret": {
    rights: [
      {
        actions: [
          "secretsmanager:CreateSecret",
          "secretsmanager:DeleteSecret",
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetResourcePolicy",
          "secretsmanager:TagResource",
          "secretsmanager:UntagResource",
          "secretsmanager:UpdateSecret",
        ],
        on: [SECRET],
      },
    ],
  },
  "aws:secretsmanager/secretPolicy:SecretPolicy": {
    named: "secretArn",
    rights: [
      {
        actions: [
          "secretsmanager:DeleteResourcePolicy",
          "secretsmanager:GetResourcePolicy",
          "secretsmanager:PutResourcePolicy",
        ],
        on: [SECRET],
      },
    ],
  },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    named: "secretId",
    rights: [
      {
        actions: [
          "secretsmanager:GetSecretValue",
          "secretsmanager:ListSecretVersionIds",
          "secretsmanager:PutSecretValue",
          "secretsmanager:UpdateSecretVersionStage",
        ],
        on: [SECRET],
      },
    ],
  },
  "aws:kms/key:Key": {
    rights: [
      { actions: ["kms:CreateKey"], on: ["*"] },
      // No condition on the stack's tags: AWS says that a new key's tags may take five minutes to have an effect.
      {
        actions: [
          "kms:CancelKeyDeletion",
          "kms:DescribeKey",
          "kms:DisableKeyRotation",
          "kms:EnableKeyRotation",
          "kms:GetKeyPolicy",
          "kms:GetKeyRotationStatus",
          "kms:ListResourceTags",
          "kms:PutKeyPolicy",
          "kms:ScheduleKeyDeletion",
          "kms:TagResource",
          "kms:UntagResource",
          "kms:UpdateKeyDescription",
        ],
        on: ["kms:{region}:{account}:key/*"],
      },
      {
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        on: ["kms:{region}:{account}:key/*"],
        condition: THROUGH_SECRETS_MANAGER,
      },
    ],
  },
  "aws:s3/bucket:Bucket": {
    rights: [
      {
        actions: [
          "s3:CreateBucket",
          "s3:DeleteBucket",
          "s3:GetAccelerateConfiguration",
          "s3:GetBucket*",
          "s3:GetEncryptionConfiguration",
          "s3:GetLifecycleConfiguration",
          "s3:GetReplicationConfiguration",
          "s3:ListBucket",
          "s3:ListTagsForResource",
          "s3:PutBucketTagging",
          "s3:TagResource",
          "s3:UntagResource",
        ],
        on: [BUCKET],
      },
      // Such a bucket is deleted together with its objects.
      { if: "forceDestroy", actions: ["s3:ListBucketVersions"], on: [BUCKET] },
      {
        if: "forceDestroy",
        actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
        on: [`${BUCKET}/*`],
      },
    ],
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    named: "bucket",
    rights: [
      { actions: ["s3:GetLifecycleConfiguration", "s3:PutLifecycleConfiguration"], on: [BUCKET] },
    ],
  },
  "aws:s3/bucketPolicy:BucketPolicy": {
    named: "bucket",
    rights: [
      {
        actions: ["s3:DeleteBucketPolicy", "s3:GetBucketPolicy", "s3:PutBucketPolicy"],
        on: [BUCKET],
      },
    ],
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    named: "bucket",
    rights: [
      {
        actions: ["s3:GetBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock"],
        on: [BUCKET],
      },
    ],
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    named: "bucket",
    rights: [
      { actions: ["s3:GetEncryptionConfiguration", "s3:PutEncryptionConfiguration"], on: [BUCKET] },
    ],
  },
  "aws:s3/bucketVersioning:BucketVersioning": {
    named: "bucket",
    rights: [{ actions: ["s3:GetBucketVersioning", "s3:PutBucketVersioning"], on: [BUCKET] }],
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    rights: [
      { actions: ["logs:DescribeLogGroups"], on: ["*"] },
      {
        actions: [
          "logs:CreateLogGroup",
          "logs:DeleteLogGroup",
          "logs:DeleteRetentionPolicy",
          "logs:ListTagsForResource",
          "logs:PutRetentionPolicy",
          "logs:TagResource",
          "logs:UntagResource",
          // `npm run up` shows the last lines of a task that stopped.
          "logs:GetLogEvents",
        ],
        on: [LOG_GROUP],
      },
    ],
  },
};
