import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { SecretReference } from "./secretReference";

export interface StoredSecretArgs {
  /** Name in Secrets Manager. */
  readonly secretName: string;
  readonly description: string;
  /** What the secret holds, as one JSON object. */
  readonly json: pulumi.Output<string>;
  /** ARN of the key that encrypts it. */
  readonly keyArn: pulumi.Output<string>;
  /** ARN of a secret of this name that exists already, to be taken over; "" to make one. */
  readonly adopt: string;
  /** Days for which the deleted secret can be restored: 0, or 7 to 30. */
  readonly recoveryWindowDays: number;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** One secret of a component and its present version, which is written once it is known who may read it. */
export class StoredSecret {
  readonly arn: pulumi.Output<string>;
  /** Id of the version that holds the present values. */
  readonly versionId: pulumi.Output<string>;
  #readersSet: (policy: aws.secretsmanager.SecretPolicy) => void = () => undefined;

  constructor(
    private readonly name: string,
    private readonly args: StoredSecretArgs,
    private readonly parent: pulumi.Resource,
  ) {
    const { adopt, description, json, keyArn, protect, recoveryWindowDays, secretName, tags } =
      args;
    const secret = new aws.secretsmanager.Secret(
      `${name}-secret`,
      {
        name: secretName,
        description,
        kmsKeyId: keyArn,
        recoveryWindowInDays: recoveryWindowDays,
        tags,
      },
      // The engine imports what is there and then updates what differs, in one update.
      { parent, protect, ...(adopt === "" ? {} : { import: adopt }) },
    );
    const readersSet = new Promise<aws.secretsmanager.SecretPolicy>((resolve) => {
      this.#readersSet = resolve;
    });
    const version = new aws.secretsmanager.SecretVersion(
      `${name}-version`,
      { secretId: secret.id, secretString: pulumi.secret(json) },
      {
        parent,
        // The provider reads each version back once it is written, as whoever deploys: a second deployer must be among the
        // readers by then. Source: resourceSecretVersionCreate in the AWS provider.
        dependsOn: readersSet,
        // A service whose last deployment failed still names the old version. It goes with its secret, or in Secrets Manager's
        // own time once it has no label; the provider's deletion would take its label away, and read it first.
        retainOnDelete: true,
      },
    );
    // The ARN is the secret's, so that a new version leaves the roles' policies alone. Whoever uses a reference waits for the
    // values all the same, because it names the version.
    this.arn = secret.arn;
    this.versionId = version.versionId;
  }

  /** A reference for each key of the JSON object. */
  references(keys: readonly string[]): Readonly<Record<string, SecretReference>> {
    const { arn: secretArn, versionId } = this;
    const source = { secretArn, versionId, kmsKeyArn: this.args.keyArn };
    return Object.fromEntries(keys.map((key) => [key, new SecretReference({ ...source, key })]));
  }

  /** Lets only the given principals read the values. Call it once: the values are written only then. */
  restrictReadersTo(readers: readonly pulumi.Input<string | readonly string[]>[]): void {
    const policy = new aws.secretsmanager.SecretPolicy(
      `${this.name}-readers`,
      {
        secretArn: this.arn,
        // Secrets Manager's own validation then refuses a policy that lets everybody in.
        blockPublicPolicy: true,
        policy: pulumi
          .all([...readers])
          .apply((lists) => JSON.stringify(readersOnlyPolicy(lists.flat()))),
      },
      { parent: this.parent },
    );
    this.#readersSet(policy);
  }
}

/**
 * The resource policy of a secret: nobody but the given principals reads its value, whatever their own rights say, and nobody
 * does anything to it without TLS. It denies only reads, so whoever may manage the secret can always correct the policy.
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
