import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ExtraSecrets } from "./extraSecrets";
import { CREDENTIALS, type TwilioCredentials } from "./twilioCredentials";
import { SecretReference } from "./secretReference";

export interface TwilioSecretArgs {
  /** The five credentials; a Pulumi secret. */
  readonly credentials: pulumi.Output<TwilioCredentials>;
  /** Names of further secrets of the service. */
  readonly extraNames: readonly string[];
  /** Their values by name; a Pulumi secret. */
  readonly extraSecrets: pulumi.Output<ExtraSecrets>;
  /** Name in Secrets Manager; the further secrets are in one of this name and `-extra`. */
  readonly secretName: string;
  /** Days for which the deleted secret can be restored: 0, or 7 to 30. */
  readonly recoveryWindowDays: number;
  /** Whether Pulumi refuses to delete the secret and its key. */
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** A secret and its present version. */
interface StoredSecret {
  readonly arn: pulumi.Output<string>;
  readonly versionId: pulumi.Output<string>;
}

const TWILIO = "Twilio credentials of the Pipecat phone service";
const EXTRA = "Further secrets of the Pipecat phone service";

/**
 * The five Twilio credentials in one Secrets Manager secret under a key of its own, and further secrets, if any, in another one
 * under the same key. It gives out references, never values; a reference names the version, so that a changed value rolls the
 * service and a failed roll-out goes back.
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
  /** A reference for each further secret, by name. */
  readonly extraReferences: Readonly<Record<string, SecretReference>>;

  readonly #name: string;
  readonly #args: TwilioSecretArgs;
  readonly #arns: pulumi.Output<string>[];

  constructor(name: string, args: TwilioSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:TwilioSecret", name, {}, opts);
    this.#name = name;
    this.#args = args;
    const { credentials, extraNames, extraSecrets, secretName, protect, tags } = args;
    const key = new aws.kms.Key(
      `${name}-key`,
      { description: `Encrypts the secret ${secretName}`, enableKeyRotation: true, tags },
      { parent: this, protect },
    );
    this.keyArn = key.arn;
    const twilio = this.createSecret(name, secretName, TWILIO, pulumi.jsonStringify(credentials));
    // The ARN from the secret, so that a new version leaves the roles' policies alone; whoever uses a reference waits for
    // the values all the same, because it names the version.
    this.arn = twilio.arn;
    this.versionId = twilio.versionId;
    this.references = this.referencesTo(
      twilio,
      CREDENTIALS.map((credential) => credential.name),
    );
    const extra =
      extraNames.length === 0
        ? undefined
        : this.createSecret(
            `${name}-extra`,
            `${secretName}-extra`,
            EXTRA,
            pulumi.jsonStringify(extraSecrets),
          );
    this.extraReferences = extra === undefined ? {} : this.referencesTo(extra, extraNames);
    this.#arns = [twilio.arn, ...(extra === undefined ? [] : [extra.arn])];
    this.registerOutputs({ arn: this.arn, versionId: this.versionId, keyArn: this.keyArn });
  }

  /** Lets only the given principals, ARNs with `*` and `?` as wildcards, read the values. */
  restrictReadersTo(...readers: readonly pulumi.Input<string | readonly string[]>[]): void {
    for (const [index, secretArn] of this.#arns.entries()) {
      new aws.secretsmanager.SecretPolicy(
        index === 0 ? `${this.#name}-readers` : `${this.#name}-extra-readers`,
        {
          secretArn,
          // Secrets Manager's own validation then refuses a policy that lets everybody in.
          blockPublicPolicy: true,
          policy: pulumi
            .all([...readers])
            .apply((lists) => JSON.stringify(readersOnlyPolicy(lists.flat()))),
        },
        { parent: this },
      );
    }
  }

  /** A secret under the component's key, with one version that holds the values as one JSON object. */
  private createSecret(
    name: string,
    secretName: string,
    description: string,
    json: pulumi.Output<string>,
  ): StoredSecret {
    const { recoveryWindowDays, protect, tags } = this.#args;
    const secret = new aws.secretsmanager.Secret(
      `${name}-secret`,
      {
        name: secretName,
        description,
        kmsKeyId: this.keyArn,
        recoveryWindowInDays: recoveryWindowDays,
        tags,
      },
      { parent: this, protect },
    );
    const { versionId } = new aws.secretsmanager.SecretVersion(
      `${name}-version`,
      { secretId: secret.id, secretString: pulumi.secret(json) },
      { parent: this },
    );
    return { arn: secret.arn, versionId };
  }

  private referencesTo(
    { arn, versionId }: StoredSecret,
    keys: readonly string[],
  ): Readonly<Record<string, SecretReference>> {
    const source = { secretArn: arn, versionId, kmsKeyArn: this.keyArn };
    return Object.fromEntries(keys.map((key) => [key, new SecretReference({ ...source, key })]));
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
