import assert from "node:assert/strict";
import { DOMAIN } from "../../support/program/devStack";
import { countOf, inputsOf, runProgram } from "../../support/program/program";
import { computedOf } from "../../support/program/references";
import { TAGS } from "../../support/program/wellKnown";

// Shows the inputs. Does not show which requests the rules block: nothing runs against AWS.

const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";

/** The address by which AWS WAF counts a caller's requests, with a domain and behind CloudFront. */
const ADDRESSES = [
  ["the connection's, with a domain", DOMAIN, { aggregateKeyType: "IP" }],
  [
    "the forwarded one, behind CloudFront",
    {},
    {
      aggregateKeyType: "FORWARDED_IP",
      forwardedIpConfig: { headerName: "X-Forwarded-For", fallbackBehavior: "MATCH" },
    },
  ],
] as const;

describe("the web ACL", () => {
  for (const [title, entrance, address] of ADDRESSES) {
    it(`filters by the common rules and by the rate of a caller's address: ${title}`, async () => {
      const run = await runProgram({ overrides: { ...entrance, waf: "true" } });
      assert.equal(countOf(run, WEB_ACL), 1);
      assert.deepEqual(inputsOf(run, WEB_ACL), {
        scope: "REGIONAL",
        description: "Requests to the Pipecat phone service",
        defaultAction: { allow: {} },
        rules: [
          {
            name: "common",
            priority: 1,
            overrideAction: { none: {} },
            statement: {
              managedRuleGroupStatement: {
                vendorName: "AWS",
                name: "AWSManagedRulesCommonRuleSet",
              },
            },
            visibilityConfig: measuredAs("common"),
          },
          {
            name: "known-bad-inputs",
            priority: 2,
            overrideAction: { none: {} },
            statement: {
              managedRuleGroupStatement: {
                vendorName: "AWS",
                name: "AWSManagedRulesKnownBadInputsRuleSet",
              },
            },
            visibilityConfig: measuredAs("known-bad-inputs"),
          },
          {
            name: "rate",
            priority: 3,
            action: { block: {} },
            statement: { rateBasedStatement: { limit: 5000, ...address } },
            visibilityConfig: measuredAs("rate"),
          },
        ],
        visibilityConfig: measuredAs("phone-service"),
        tags: TAGS,
      });
      assert.deepEqual(inputsOf(run, ASSOCIATION), {
        resourceArn: computedOf(run, "aws:lb/loadBalancer:LoadBalancer", "endpoint-alb", "arn"),
        webAclArn: computedOf(run, WEB_ACL, "endpoint-waf", "arn"),
      });
    });
  }

  it("does not exist by default", async () => {
    const run = await runProgram();
    assert.equal(countOf(run, WEB_ACL) + countOf(run, ASSOCIATION), 0);
  });
});

/** The expected metrics of a rule. AWS WAF keeps no samples, because a sampled request would show its signature. */
function measuredAs(metricName: string): Record<string, unknown> {
  return { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false };
}
