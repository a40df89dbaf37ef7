import { createHmac } from "node:crypto";
import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Header by which the load balancer knows the stack's own CloudFront distribution. */
export const ORIGIN_HEADER_NAME = "X-Origin-Verify";

/**
 * The header's value: 64 hexadecimal digits that nobody outside the account can guess, because AWS draws the key's id at
 * random, and that the key's ARN alone does not give away, because the account SID goes in, too. It is derived, not drawn, so
 * that every preview shows the same. The distribution keeps the first one it got, whatever the credentials become, and the
 * load balancer asks for what the distribution sends.
 * @returns a Pulumi secret
 */
export function originHeaderValue(
  keyArn: pulumi.Input<string>,
  accountSid: pulumi.Input<string>,
): pulumi.Output<string> {
  return pulumi.secret(
    pulumi
      .all([keyArn, accountSid])
      .apply(([arn, sid]) =>
        createHmac("sha256", sid).update(`origin header ${arn}`).digest("hex"),
      ),
  );
}

/**
 * The header's value that a distribution with these origins sends.
 * @throws pulumi.RunError where it sends none, because somebody took the header away in AWS
 */
export function originHeaderIn(
  origins: readonly Pick<aws.types.output.cloudfront.DistributionOrigin, "customHeaders">[],
): string {
  const headers = origins.flatMap(({ customHeaders = [] }) => customHeaders);
  const value = headers.find(({ name }) => name === ORIGIN_HEADER_NAME)?.value ?? "";
  if (value !== "") return value;
  throw new pulumi.RunError(
    `The CloudFront distribution no longer sends ${ORIGIN_HEADER_NAME}. Give its origin that header again in AWS, with 64 random hexadecimal digits, then run pulumi refresh.`,
  );
}
