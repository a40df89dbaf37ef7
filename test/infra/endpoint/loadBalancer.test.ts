import assert from "node:assert/strict";
import { countOf, inputsOf, runProgram } from "../../support/program/program";
import { TAGS } from "../../support/program/wellKnown";

// Shows the inputs. Does not show that a connection stays open as long as they say: nothing runs against AWS.

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
