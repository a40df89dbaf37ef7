import assert from "node:assert/strict";
import { inputsOf, type ProgramRun } from "./program";

/** Holds that the run's only bucket, by its id, is private and encrypted, and keeps things for so many days. */
export function assertPrivateBucket(run: ProgramRun, bucket: string, days: number): void {
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
    rules: [{ id: "expire", status: "Enabled", expiration: { days }, filter: {} }],
  });
}
