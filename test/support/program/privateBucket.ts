import assert from "node:assert/strict";
import { countOf, inputsOf, type ProgramRun } from "./program";

/**
 * Asserts that the run's only bucket is private and encrypted, and that its objects expire after the given days. If the bucket is to
 * be versioned, overwritten and deleted objects must be kept as long.
 */
export function assertPrivateBucket(
  run: ProgramRun,
  bucket: string,
  days: number,
  versioned = false,
): void {
  assert.deepEqual(inputsOf(run, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"), {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  const encryption =
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
  assert.deepEqual(inputsOf(run, encryption), {
    bucket,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
  const lifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
  assert.deepEqual(inputsOf(run, lifecycle), {
    bucket,
    rules: [
      {
        id: "expire",
        status: "Enabled",
        expiration: { days },
        ...(versioned && { noncurrentVersionExpiration: { noncurrentDays: days } }),
        filter: {},
      },
    ],
  });
  const versioning = "aws:s3/bucketVersioning:BucketVersioning";
  assert.equal(countOf(run, versioning), versioned ? 1 : 0);
  if (versioned) {
    const versioningConfiguration = { status: "Enabled" };
    assert.deepEqual(inputsOf(run, versioning), { bucket, versioningConfiguration });
  }
}

/** The statement with which the policy of a bucket refuses plain HTTP, by the bucket's ARN. */
export function plainHttpRefused(arn: string): object {
  return {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
