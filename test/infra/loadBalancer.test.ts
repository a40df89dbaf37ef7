import assert from "node:assert/strict";
import { countOf, inputsOf, runProgram } from "../support/program";
import { TAGS } from "../support/wellKnown";

// Inputs alone: that WAF filters and the bucket takes logs was not run against AWS.

describe("the load balancer", () => {
  it("is exactly this", async () => {
    const { subnets, securityGroups, ...rest } = inputsOf(
      await runProgram({ overrides: { deletionProtection: "true", maxCallMinutes: "30" } }),
      "aws:lb/loadBalancer:LoadBalancer",
    );
    assert.deepEqual(rest, {
      loadBalancerType: "application",
      internal: false,
      desyncMitigationMode: "defensive",
      dropInvalidHeaderFields: true,
      enableDeletionProtection: true,
      idleTimeout: 1800,
      clientKeepAlive: 3600,
      tags: TAGS,
    });
    assert.ok(Array.isArray(subnets) && subnets.length === 2);
    assert.ok(Array.isArray(securityGroups) && securityGroups.length === 1);
  });

  it("logs requests to a private bucket, and is filtered by AWS WAF, on demand", async () => {
    const overrides = { accessLogs: "true", waf: "true" };
    const run = await runProgram({ overrides });
    const { accessLogs } = inputsOf(run, "aws:lb/loadBalancer:LoadBalancer");
    const { bucket, ...open } = inputsOf(
      run,
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    );
    assert.deepEqual(accessLogs, { enabled: true, bucket });
    assert.deepEqual(open, {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.equal(countOf(run, "aws:wafv2/webAclAssociation:WebAclAssociation"), 1);
    const plain = await runProgram();
    assert.equal(
      countOf(plain, "aws:wafv2/webAcl:WebAcl") + countOf(plain, "aws:s3/bucket:Bucket"),
      0,
    );
  });

  for (const [deployment, colors] of [
    ["rolling", ["blue"]],
    ["blue-green", ["blue", "green"]],
  ] as const) {
    it(`has these target groups: ${colors.join(" and ")}, ${deployment}`, async () => {
      const run = await runProgram({ overrides: { deployment } });
      assert.equal(countOf(run, "aws:lb/targetGroup:TargetGroup"), colors.length);
      for (const color of colors) {
        const { vpcId, ...rest } = inputsOf(
          run,
          "aws:lb/targetGroup:TargetGroup",
          `endpoint-${color}`,
        );
        assert.match(String(vpcId), /^vpc-/);
        assert.deepEqual(rest, {
          targetType: "ip",
          protocol: "HTTP",
          port: 7860,
          loadBalancingAlgorithmType: "least_outstanding_requests",
          deregistrationDelay: 300,
          healthCheck: {
            path: "/health",
            matcher: "200",
            healthyThreshold: 2,
            unhealthyThreshold: 5,
            interval: 30,
            timeout: 10,
          },
          tags: TAGS,
        });
      }
    });
  }
});
