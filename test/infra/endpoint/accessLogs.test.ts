import assert from "node:assert/strict";
import { assertPrivateBucket, plainHttpRefused } from "../../support/program/privateBucket";
import { countOf, inputsOf, type ProgramRun, runProgram } from "../../support/program/program";
import { computedOf, idOf, waitsFor } from "../../support/program/references";
import { arnOf, TAGS } from "../../support/program/wellKnown";

// Shows inputs and their order. Does not show that the load balancer may write to the bucket: nothing runs against AWS.

const BUCKET = "aws:s3/bucket:Bucket";
const POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";

describe("access logs", () => {
  let run: ProgramRun;
  let bucket: string;

  before(async () => {
    run = await runProgram({ overrides: { accessLogs: "true" } });
    bucket = idOf(run, BUCKET);
  });

  it("go to the stack's own bucket, after the load balancer has the right to write to it", () => {
    assert.deepEqual(inputsOf(run, LOAD_BALANCER)["accessLogs"], { enabled: true, bucket });
    assert.ok(waitsFor(run, LOAD_BALANCER).has(`${POLICY} endpoint-logs-policy`));
  });

  it("are private, encrypted, and deleted after 90 days", () => {
    assertPrivateBucket(run, bucket, 90);
  });

  it("are written only by this account's load balancers, and read by nobody without TLS", () => {
    const arn = computedOf(run, BUCKET, "endpoint-logs-bucket", "arn");
    assert.deepEqual(inputsOf(run, POLICY), {
      bucket,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
            Action: "s3:PutObject",
            Resource: `${arn}/AWSLogs/123456789012/*`,
            Condition: {
              ArnLike: { "aws:SourceArn": `${arnOf("elasticloadbalancing")}:loadbalancer/*` },
            },
          },
          plainHttpRefused(arn),
        ],
      },
    });
  });

  for (const deletionProtection of [true, false]) {
    it(`${deletionProtection ? "outlive" : "go with"} the stack, as the load balancer does`, async () => {
      const overrides = { accessLogs: "true", deletionProtection: String(deletionProtection) };
      const other = await runProgram({ overrides });
      assert.deepEqual(inputsOf(other, BUCKET), { forceDestroy: !deletionProtection, tags: TAGS });
      const { enableDeletionProtection } = inputsOf(other, LOAD_BALANCER);
      assert.equal(enableDeletionProtection, deletionProtection);
    });
  }

  it("are off by default, with all their resources", async () => {
    const other = await runProgram();
    assert.equal(countOf(other, "pipecat:index:AccessLogs"), 0);
    assert.equal("accessLogs" in inputsOf(other, LOAD_BALANCER), false);
    assert.ok(!other.registrations.some(({ type }) => type.startsWith("aws:s3/")));
  });
});
