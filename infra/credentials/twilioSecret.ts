import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AnyCredentialName, TwilioCredentials } from "./twilioCredentials";
import { SecretReference } from "./secretReference";

export interface TwilioSecretArgs {
  /** The credentials; a Pulumi secret. */
  readonly credentials: pulumi.Output<TwilioCredentials>;
  /** Names of the credentials: the five, or six while the auth token is being rotated. */
  readonly names: readonly AnyCredentialName[];
  /** Name in Secrets Manager. */
  readonly secretName: string;
  /** ARN of a secret of this name that exists already, to be taken over; "" to make one. */
  readonly adopt: string;
  /** Days for which the deleted secret can be restored: 0, or 7 to 30. */
  readonly recoveryWindowDays: number;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The Twilio credentials in one Secrets Manager secret under a key of its own. It gives out references, never values;
 * a reference names the version, so that a changed credential rolls the service and a failed roll-out goes back.
 */
export class TwilioSecret extends pulumi.ComponentResource {
  /** ARN of the secret. */
  readonly arn: pulumi.Output<string>;
  /** Id of the version that holds the present values. */
  readonly versionId: pulumi.Output<string>;
  /** ARN of the key that encrypts the secret. */
  readonly keyArn: pulumi.Output<string>;
  /** A reference for each credential, by name. */
  readonly references: Readonly<Record<string, SecretReference>>;

  readonly #name: string;

  constructor(name: string, args: TwilioSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:TwilioSecret", name, {}, opts);
    this.#name = name;
    const { adopt, credentials, names, secretName, recoveryWindowDays, tags } = args;
    const parent = { parent: this };
    const key = new aws.kms.Key(
      `${name}-key`,
      { description: `Encrypts the secret ${secretName}`, enableKeyRotation: true, tags },
      parent,
    );
    const secret = new aws.secretsmanager.Secret(
      `${name}-secret`,
      {
        name: secretName,
        description: "Twilio credentials of the Pipecat phone service",
        kmsKeyId: key.arn,
        recoveryWindowInDays: recoveryWindowDays,
        tags,
      },
      // The engine imports what is there and then updates what differs, in one update.
      adopt === "" ? parent : { ...parent, import: adopt },
    );
    const version = new aws.secretsmanager.SecretVersion(
      `${name}-version`,
      { secretId: secret.id, secretString: pulumi.secret(pulumi.jsonStringify(credentials)) },
      parent,
    );
    // The ARN from the secret, so that a new version leaves the roles' policies alone; whoever uses a reference waits for
    // the values all the same, because it names the version.
    this.arn = secret.arn;
    this.versionId = version.versionId;
    this.keyArn = key.arn;
    this.references = Object.fromEntries(
      names.map((credential) => [credential, this.reference(credential)]),
    );
    this.registerOutputs({ arn: this.arn, versionId: this.versionId, keyArn: this.keyArn });
  }

  /** Lets only the given principals, ARNs with `*` and `?` as wildcards, read the values. */
  restrictReadersTo(...readers: readonly pulumi.Input<string | readonly string[]>[]): void {
    new aws.secretsmanager.SecretPolicy(
      `${this.#name}-readers`,
      {
        secretArn: this.arn,
        // Secrets Manager's own validation then refuses a policy that lets everybody in.
        blockPublicPolicy: true,
        policy: pulumi
          .all([...readers])
          .apply((lists) => JSON.stringify(readersOnlyPolicy(lists.flat()))),
      },
      { parent: this },
    );
  }

  private reference(key: string): SecretReference {
    const { arn, versionId, keyArn } = this;
    return new SecretReference({ secretArn: arn, key, versionId, kmsKeyArn: keyArn });
  }
}

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
