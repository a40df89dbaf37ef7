import assert from "node:assert/strict";
import { assertPrivateBucket, plainHttpRefused } from "../../support/program/privateBucket";
import { countOf, inputsOf, type ProgramRun, runProgram } from "../../support/program/program";
import { computedOf, idOf, waitsFor } from "../../support/program/references";
import { TAGS } from "../../support/program/wellKnown";

// Shows inputs and their order. Does not show that CloudTrail may write to the bucket and use the key: nothing runs against AWS.

const BUCKET = "aws:s3/bucket:Bucket";
const KEY = "aws:kms/key:Key";
const TRAIL = "aws:cloudtrail/trail:Trail";
const TRAILS = "arn:aws:cloudtrail:eu-north-1:123456789012:trail/*";
const CLOUDTRAIL = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } };

describe("audit trail", () => {
  let run: ProgramRun;
  let bucket: string;

  before(async () => {
    run = await runProgram({ overrides: { auditTrail: "true" } });
    bucket = idOf(run, BUCKET);
  });

  it("records every management event of every region, encrypted and validated, after it has the right to write", () => {
    assert.deepEqual(inputsOf(run, TRAIL), {
      s3BucketName: bucket,
      kmsKeyId: computedOf(run, KEY, "audit-key", "arn"),
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      eventSelectors: [{ readWriteType: "All", includeManagementEvents: true }],
      tags: TAGS,
    });
    assert.ok(waitsFor(run, TRAIL).has("aws:s3/bucketPolicy:BucketPolicy audit-policy"));
  });

  it("has a key that only trails of this account can encrypt with", () => {
    const { policy, ...key } = inputsOf(run, KEY, "audit-key");
    assert.deepEqual(key, {
      description: "Encrypts the record of the account's API calls",
      enableKeyRotation: true,
      tags: TAGS,
    });
    assert.deepEqual(JSON.parse(String(policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AccountDecides",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Sid: "TrailEncrypts",
          ...CLOUDTRAIL,
          Resource: "*",
          Action: "kms:GenerateDataKey*",
          Condition: {
            ArnLike: { "aws:SourceArn": TRAILS },
            StringLike: {
              "kms:EncryptionContext:aws:cloudtrail:arn":
                "arn:aws:cloudtrail:*:123456789012:trail/*",
            },
          },
        },
        {
          Sid: "TrailLooksAtKey",
          ...CLOUDTRAIL,
          Resource: "*",
          Action: "kms:DescribeKey",
          Condition: { ArnLike: { "aws:SourceArn": TRAILS } },
        },
      ],
    });
  });

  it("keeps its records, deleted ones included, for a year in a private, encrypted bucket", () => {
    assertPrivateBucket(run, bucket, 365, true);
  });

  it("has a bucket that only trails of this account write to, and that nobody reads without TLS", () => {
    const arn = computedOf(run, BUCKET, "audit-bucket", "arn");
    assert.deepEqual(inputsOf(run, "aws:s3/bucketPolicy:BucketPolicy"), {
      bucket,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            ...CLOUDTRAIL,
            Action: "s3:GetBucketAcl",
            Resource: arn,
            Condition: { ArnLike: { "aws:SourceArn": TRAILS } },
          },
          {
            ...CLOUDTRAIL,
            Action: "s3:PutObject",
            Resource: `${arn}/AWSLogs/123456789012/*`,
            Condition: {
              ArnLike: { "aws:SourceArn": TRAILS },
              StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" },
            },
          },
          plainHttpRefused(arn),
        ],
      },
    });
  });

  for (const deletionProtection of [true, false]) {
    it(`${deletionProtection ? "outlives" : "goes with"} the stack, as the load balancer does`, async () => {
      const overrides = { auditTrail: "true", deletionProtection: String(deletionProtection) };
      const other = await runProgram({ overrides });
      assert.deepEqual(inputsOf(other, BUCKET), { forceDestroy: !deletionProtection, tags: TAGS });
    });
  }

  it("is off by default, with all its resources, even if alarms and the dashboard are on", async () => {
    const overrides = { alarms: "true", containerInsights: "enabled", dashboard: "true" };
    const other = await runProgram({ overrides });
    assert.equal(countOf(other, TRAIL), 0);
    assert.equal(countOf(other, "pipecat:index:AuditTrail"), 0);
    assert.ok(!other.registrations.some(({ type }) => type.startsWith("aws:s3/")));
  });
});
