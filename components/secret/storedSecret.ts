import type * as iam from "@pulumi/aws/iam";
import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";

export interface StoredSecretArgs {
  /** Name in Secrets Manager. */
  readonly secretName: string;
  readonly description: string;
  /** The secret's values, as one JSON object. */
  readonly json: pulumi.Output<string>;
  /** ARN of the key that encrypts it. */
  readonly keyArn: pulumi.Output<string>;
  /** ARNs of the roles and users that may read it, `*` and `?` as wildcards. */
  readonly readers: pulumi.Input<pulumi.Input<string>[]>;
  /** ARN of an existing secret of this name, to take over. */
  readonly adopt: string | undefined;
  /** Days for which the deleted secret can be restored: 0, or 7 to 30. */
  readonly recoveryWindowDays: number;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** A secret, and the version that holds its present values. */
export interface StoredSecret {
  readonly arn: pulumi.Output<string>;
  readonly versionId: pulumi.Output<string>;
}

/** Makes one secret of a component, restricts its readers, and then writes its values. */
export function storeSecret(
  name: string,
  args: StoredSecretArgs,
  parent: pulumi.Resource,
): StoredSecret {
  const { adopt, description, json, keyArn, protect, recoveryWindowDays, secretName, tags } = args;
  const secret = new secretsmanager.Secret(
    `${name}-secret`,
    {
      name: secretName,
      description,
      kmsKeyId: keyArn,
      recoveryWindowInDays: recoveryWindowDays,
      tags,
    },
    // The engine imports the existing secret and then updates what differs, in one update.
    { parent, protect, ...(adopt === undefined ? {} : { import: adopt }) },
  );
  const version = new secretsmanager.SecretVersion(
    `${name}-version`,
    { secretId: secret.id, secretString: pulumi.secret(json) },
    {
      parent,
      // The provider reads each version back after it has written it, with the deployer's rights: a second deployer must be
      // among the readers by then. Source: resourceSecretVersionCreate in the AWS provider.
      dependsOn: restrictReaders(name, secret.arn, args.readers, parent),
      // A service whose last deployment failed still names the old version, so Pulumi does not delete it. Secrets Manager
      // deletes it later, when it has no label. The provider's deletion would read it first and remove its label.
      retainOnDelete: true,
    },
  );
  // The ARN comes from the secret, so that a new version does not change the roles' policies. A resource that uses a reference
  // still waits for the values, because the reference names the version.
  return { arn: secret.arn, versionId: version.versionId };
}

/** Lets only the given principals read the secret's values. */
function restrictReaders(
  name: string,
  secretArn: pulumi.Output<string>,
  readers: StoredSecretArgs["readers"],
  parent: pulumi.Resource,
): secretsmanager.SecretPolicy {
  return new secretsmanager.SecretPolicy(
    `${name}-readers`,
    {
      secretArn,
      // Secrets Manager's own validation then refuses a policy that allows everybody.
      blockPublicPolicy: true,
      policy: pulumi.output(readers).apply((arns) => JSON.stringify(readersOnlyPolicy(arns))),
    },
    { parent },
  );
}

/**
 * The resource policy of a secret: nobody but the given principals reads its value, whatever their own rights say, and every
 * call needs TLS. Only reads are limited to the readers, so everybody who may manage the secret can correct the policy.
 * @param readers ARNs of roles and users, `*` and `?` as wildcards
 */
export function readersOnlyPolicy(readers: readonly string[]): iam.PolicyDocument {
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
