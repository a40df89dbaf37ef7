import assert from "node:assert/strict";
import { countOf, inputsOf, type ProgramRun } from "./program";

/**
 * Holds that the run's only bucket, by its id, is private and encrypted, keeps things for so many days, and keeps what is
 * overwritten or deleted as long where it is to be versioned.
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
