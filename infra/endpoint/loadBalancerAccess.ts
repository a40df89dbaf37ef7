import * as ec2 from "@pulumi/aws/ec2";
import type { input as inputs } from "@pulumi/aws/types";
import type * as pulumi from "@pulumi/pulumi";
import { type EndpointDomain, validatedCertificate } from "./domain";
import { ORIGIN_HEADER_NAME } from "./originHeader";

/** How requests get in to the load balancer: from where, over what, and which ones. */
export interface LoadBalancerAccess {
  readonly port: 443 | 80;
  /** Where the security group lets requests come from. */
  readonly source: { readonly cidrIpv4: string } | { readonly prefixListId: pulumi.Output<string> };
  /** The listener's protocol, with its certificate. */
  readonly listener: {
    readonly protocol: "HTTPS" | "HTTP";
    readonly sslPolicy?: string;
    readonly certificateArn?: pulumi.Input<string>;
  };
}

/** Name of each entrance's rule. */
export const RULE_NAMES = ["calls", "origin-calls"] as const;

/** What a request must show to be passed on; any other is answered with 403. */
export interface AccessRule {
  readonly name: (typeof RULE_NAMES)[number];
  readonly priority: number;
  readonly conditions: inputs.lb.ListenerRuleCondition[];
}

/** HTTPS from anywhere. */
export function domainAccess(
  name: string,
  domain: EndpointDomain,
  sslPolicy: string,
  tags: Readonly<Record<string, string>>,
  parent: pulumi.Resource,
): LoadBalancerAccess {
  const { certificateArn } = domain;
  return {
    port: 443,
    source: { cidrIpv4: "0.0.0.0/0" },
    listener: {
      protocol: "HTTPS",
      sslPolicy,
      certificateArn: certificateArn ?? validatedCertificate(name, domain, tags, parent),
    },
  };
}

/** Requests to the domain's own name. */
export function domainRule(domainName: string): AccessRule {
  return {
    name: "calls",
    priority: 1,
    conditions: [{ hostHeader: { values: [domainName] } }],
  };
}

/** Plain HTTP inside AWS's network, from CloudFront's own addresses. */
export function cloudFrontAccess(): LoadBalancerAccess {
  const originFacing = ec2.getManagedPrefixListOutput({
    name: "com.amazonaws.global.cloudfront.origin-facing",
  });
  return {
    port: 80,
    source: { prefixListId: originFacing.id },
    listener: { protocol: "HTTP" },
  };
}

/**
 * Requests from the stack's own distribution alone. CloudFront accepts old TLS versions on its default certificate, so the rule
 * asks for a caller's TLS 1.2 or 1.3.
 * @param originHeaderValue - what the distribution sends; a Pulumi secret
 */
export function cloudFrontRule(originHeaderValue: pulumi.Output<string>): AccessRule {
  return {
    name: "origin-calls",
    priority: 2,
    conditions: [
      { httpHeader: { httpHeaderName: ORIGIN_HEADER_NAME, values: [originHeaderValue] } },
      {
        httpHeader: { httpHeaderName: "CloudFront-Viewer-TLS", values: ["TLSv1.2*", "TLSv1.3*"] },
      },
    ],
  };
}
