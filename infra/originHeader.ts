import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** Header by which the load balancer knows the stack's own CloudFront distribution. */
export const ORIGIN_HEADER_NAME = "X-Origin-Verify";

/**
 * The header's value: 64 hexadecimal digits that nobody outside the account can guess, because AWS draws the key's id at
 * random, and that the key's ARN alone does not give away, because the account SID goes in, too. It is derived, not drawn, so
 * that every preview shows the same; its two users keep the first one they got, so that no change of a credential reaches them.
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
