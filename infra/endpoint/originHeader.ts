import { createHmac } from "node:crypto";
import type { output as outputs } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";

/** Header by which the load balancer knows the stack's own CloudFront distribution. */
export const ORIGIN_HEADER_NAME = "X-Origin-Verify";

/**
 * The header's value, 64 hexadecimal digits. It is derived from the KMS key's ARN and the account SID. Nobody outside the account
 * can guess it, because the key's id is random. The ARN alone is not enough to compute it: that takes the account SID too.
 * It is not a random number, so every preview shows the same value. The distribution keeps its first value, also when the
 * credentials change, and the load balancer accepts the value that the distribution sends.
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
 * @throws pulumi.RunError if it sends none, because somebody removed the header in AWS
 */
export function originHeaderIn(
  origins: readonly Pick<outputs.cloudfront.DistributionOrigin, "customHeaders">[],
): string {
  const headers = origins.flatMap(({ customHeaders = [] }) => customHeaders);
  const value = headers.find(({ name }) => name === ORIGIN_HEADER_NAME)?.value ?? "";
  if (value !== "") return value;
  throw new pulumi.RunError(
    `The CloudFront distribution no longer sends ${ORIGIN_HEADER_NAME}. Give its origin that header again in AWS, with 64 random hexadecimal digits, then run pulumi refresh.`,
  );
}
