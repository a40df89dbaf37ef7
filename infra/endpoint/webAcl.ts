import type { input as inputs } from "@pulumi/aws/types";
import * as wafv2 from "@pulumi/aws/wafv2";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Requests in five minutes from one address above which it is blocked. Twilio sends all calls from a few addresses, one
 * request to start each call and a few status callbacks, so this is some hundred new calls a minute.
 */
const REQUESTS_PER_FIVE_MINUTES = 5000;

export interface WebAclArgs {
  readonly loadBalancerArn: pulumi.Input<string>;
  /** Whether callers' addresses are in X-Forwarded-For, because CloudFront is in front. */
  readonly behindCloudFront: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** Filters the load balancer's requests by AWS's common rules, by what attacks are known to send, and by their rate. */
export function protectLoadBalancer(
  name: string,
  { loadBalancerArn, behindCloudFront, tags }: WebAclArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const webAcl = new wafv2.WebAcl(
    `${name}-waf`,
    {
      scope: "REGIONAL",
      description: "Requests to the Pipecat phone service",
      defaultAction: { allow: {} },
      rules: [
        managedRules("common", 1, "AWSManagedRulesCommonRuleSet"),
        managedRules("known-bad-inputs", 2, "AWSManagedRulesKnownBadInputsRuleSet"),
        rateRule(behindCloudFront),
      ],
      visibilityConfig: visibility("phone-service"),
      tags,
    },
    opts,
  );
  new wafv2.WebAclAssociation(
    `${name}-waf-association`,
    { resourceArn: loadBalancerArn, webAclArn: webAcl.arn },
    opts,
  );
}

function managedRules(name: string, priority: number, group: string): inputs.wafv2.WebAclRule {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: "AWS", name: group } },
    visibilityConfig: visibility(name),
  };
}

function rateRule(behindCloudFront: boolean): inputs.wafv2.WebAclRule {
  const address = behindCloudFront
    ? {
        aggregateKeyType: "FORWARDED_IP",
        forwardedIpConfig: { headerName: "X-Forwarded-For", fallbackBehavior: "MATCH" },
      }
    : { aggregateKeyType: "IP" };
  return {
    name: "rate",
    priority: 3,
    action: { block: {} },
    statement: { rateBasedStatement: { limit: REQUESTS_PER_FIVE_MINUTES, ...address } },
    visibilityConfig: visibility("rate"),
  };
}

function visibility(metricName: string) {
  return { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false };
}
