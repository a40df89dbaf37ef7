import * as cloudfront from "@pulumi/aws/cloudfront";
import type { input as inputs } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";
import { ORIGIN_HEADER_NAME, originHeaderIn } from "./originHeader";

/** AWS's managed policy CachingDisabled. Source: "Use managed cache policies" in the CloudFront developer guide. */
const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/**
 * AWS's managed policy AllViewerAndCloudFrontHeaders-2022-06: everything that Twilio sends and signs, and CloudFront's own
 * header that names the caller's TLS version. Source: "Use managed origin request policies" in the same guide.
 */
const ALL_VIEWER_AND_CLOUDFRONT_HEADERS = "33f36d7e-f396-46d9-90e0-52428a34d9dc";

export interface DistributionArgs {
  /** DNS name of the load balancer. */
  readonly originDnsName: pulumi.Input<string>;
  /** Value of the origin header of a distribution that is yet to be made; a Pulumi secret. */
  readonly originHeaderValue: pulumi.Output<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** What callers and the load balancer see of a distribution. */
export interface PublicName {
  /** Host name that CloudFront gave it. */
  readonly hostName: pulumi.Output<string>;
  /** Value of the origin header that it really sends; a Pulumi secret. */
  readonly originHeaderValue: pulumi.Output<string>;
}

const ORIGIN_ID = "load-balancer";

/**
 * A CloudFront distribution that gives the load balancer a public name with a certificate. It caches nothing and passes
 * everything on, WebSockets included.
 */
export function phoneDistribution(
  name: string,
  args: DistributionArgs,
  opts: pulumi.CustomResourceOptions,
): PublicName {
  const { domainName, origins } = new cloudfront.Distribution(
    `${name}-distribution`,
    {
      enabled: true,
      comment: "Public endpoint of the Pipecat phone service",
      httpVersion: "http2",
      isIpv6Enabled: true,
      // Calls come from Twilio's regions in North America and Europe, the cheapest class.
      priceClass: "PriceClass_100",
      origins: [origin(args)],
      defaultCacheBehavior: {
        targetOriginId: ORIGIN_ID,
        viewerProtocolPolicy: "https-only",
        allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
        cachedMethods: ["GET", "HEAD"],
        cachePolicyId: CACHING_DISABLED,
        originRequestPolicyId: ALL_VIEWER_AND_CLOUDFRONT_HEADERS,
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
      // Its name is known at once; the minutes of its roll-out pass while the service starts.
      waitForDeployment: false,
      tags: args.tags,
    },
    { ...opts, ignoreChanges: ["origins[0].customHeaders"] },
  );
  // CloudFront keeps the value, and the load balancer takes it from there, so the two cannot differ. CloudFront keeps it because a
  // new value takes minutes to reach its edges. The load balancer has it at once.
  return { hostName: domainName, originHeaderValue: pulumi.secret(origins.apply(originHeaderIn)) };
}

function origin({
  originDnsName,
  originHeaderValue,
}: DistributionArgs): inputs.cloudfront.DistributionOrigin {
  return {
    originId: ORIGIN_ID,
    domainName: originDnsName,
    customHeaders: [{ name: ORIGIN_HEADER_NAME, value: originHeaderValue }],
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "http-only",
      originSslProtocols: ["TLSv1.2"],
      originReadTimeout: 60,
      originKeepaliveTimeout: 60,
    },
  };
}
