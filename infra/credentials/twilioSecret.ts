import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ExtraSecrets } from "./extraSecrets";
import type { AnyCredentialName, TwilioCredentials } from "./twilioCredentials";
import type { SecretReference } from "./secretReference";
import { StoredSecret } from "./storedSecret";

export interface TwilioSecretArgs {
  /** The credentials; a Pulumi secret. */
  readonly credentials: pulumi.Output<TwilioCredentials>;
  /** Names of the credentials: the five, or six while the auth token is being rotated. */
  readonly names: readonly AnyCredentialName[];
  /** Names of further secrets of the service. */
  readonly extraNames: readonly string[];
  /** Their values by name; a Pulumi secret. */
  readonly extraSecrets: pulumi.Output<ExtraSecrets>;
  /** Name in Secrets Manager; the further secrets are in one of this name and `-extra`. */
  readonly secretName: string;
  /** ARN of a secret of this name that exists already, to be taken over; "" to make one. */
  readonly adopt: string;
  /** Days for which the deleted secret can be restored: 0, or 7 to 30. */
  readonly recoveryWindowDays: number;
  /** Whether Pulumi refuses to delete the secret and its key. */
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

const TWILIO = "Twilio credentials of the Pipecat phone service";
const EXTRA = "Further secrets of the Pipecat phone service";

/**
 * The Twilio credentials in one Secrets Manager secret under a key of its own, and further secrets, if any, in another one under
 * the same key. It gives out references, never values. A reference names the version, so that a changed value rolls the service
 * and a failed rollout goes back.
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

  readonly #secrets: readonly StoredSecret[];

  constructor(name: string, args: TwilioSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:TwilioSecret", name, {}, opts);
    const { credentials, extraNames, extraSecrets, names, secretName, protect, tags } = args;
    const key = new aws.kms.Key(
      `${name}-key`,
      { description: `Encrypts the secret ${secretName}`, enableKeyRotation: true, tags },
      { parent: this, protect },
    );
    this.keyArn = key.arn;
    const common = { ...args, keyArn: key.arn };
    const twilio = new StoredSecret(
      name,
      { ...common, description: TWILIO, json: pulumi.jsonStringify(credentials) },
      this,
    );
    this.arn = twilio.arn;
    this.versionId = twilio.versionId;
    this.references = twilio.references(names);
    const extra = {
      ...common,
      secretName: `${secretName}-extra`,
      description: EXTRA,
      json: pulumi.jsonStringify(extraSecrets),
      adopt: "",
    };
    const further = extraNames.length === 0 ? [] : [new StoredSecret(`${name}-extra`, extra, this)];
    this.extraReferences = further[0]?.references(extraNames) ?? {};
    this.#secrets = [twilio, ...further];
    this.registerOutputs({ arn: this.arn, versionId: this.versionId, keyArn: this.keyArn });
  }

  /**
   * Lets only the given principals, ARNs with `*` and `?` as wildcards, read the values. The values are written only then, so call
   * it once in any program; the principals must not depend on the values.
   */
  restrictReadersTo(...readers: readonly pulumi.Input<string | readonly string[]>[]): void {
    for (const secret of this.#secrets) secret.restrictReadersTo(readers);
  }
}
