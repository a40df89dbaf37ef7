import type * as aws from "@pulumi/aws";

/**
 * The resource policy of a secret: nobody but the given principals reads its value, whatever their own rights say, and nobody
 * does anything to it without TLS. It denies only reads, so whoever may manage the secret can always mend the policy.
 * @param readers ARNs of roles and users, `*` and `?` as wildcards
 */
export function readersOnlyPolicy(readers: readonly string[]): aws.iam.PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ReadersOnly",
        Effect: "Deny",
        Principal: "*",
        Action: ["secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"],
        Resource: "*",
        Condition: { ArnNotLike: { "aws:PrincipalArn": [...readers] } },
      },
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "secretsmanager:*",
        Resource: "*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}
