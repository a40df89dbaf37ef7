import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { EndpointDomain } from "./certificate";

/** Points a domain's name to the load balancer, where the domain's zone is given. */
export function aliasRecord(
  name: string,
  { domainName, hostedZoneId }: EndpointDomain,
  { dnsName, zoneId }: aws.lb.LoadBalancer,
  opts: pulumi.CustomResourceOptions,
): void {
  if (hostedZoneId === undefined) return;
  new aws.route53.Record(
    `${name}-alias`,
    {
      zoneId: hostedZoneId,
      name: domainName,
      type: "A",
      aliases: [{ name: dnsName, zoneId, evaluateTargetHealth: true }],
    },
    opts,
  );
}
