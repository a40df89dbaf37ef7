import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** Header by which the load balancer knows the stack's own CloudFront distribution. */
export const ORIGIN_HEADER_NAME = "X-Origin-Verify";

/**
 * The header's value: 64 hexadecimal digits that nobody outside the account can guess, because AWS draws the key's id at
 * random, and that nobody can read off the key's ARN alone, because the account SID goes in, too. Derived, not drawn, so
 * that it is the same at every preview, and changes with no credential that is rotated.
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
