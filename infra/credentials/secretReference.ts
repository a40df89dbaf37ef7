import * as pulumi from "@pulumi/pulumi";

/** Where a container secret comes from. */
export interface SecretReferenceArgs {
  /** Full ARN of the Secrets Manager secret, with its six-character suffix. */
  readonly secretArn: pulumi.Input<string>;
  /** Key in the secret's JSON object. */
  readonly key: string;
  /** @default - the version that is current when a task starts */
  readonly versionId?: pulumi.Input<string>;
  /** Customer-managed key that encrypts the secret. @default - the account's `aws/secretsmanager` key */
  readonly kmsKeyArn?: pulumi.Input<string>;
}

/**
 * One key of a secret: all that a container definition and a role need to know of it, and never its value. Only this type
 * is accepted as a container secret, so a plain text cannot stand in its place.
 */
export class SecretReference {
  readonly #args: SecretReferenceArgs;

  constructor(args: SecretReferenceArgs) {
    this.#args = args;
  }

  /** The secret that a role must be allowed to read. */
  get secretArn(): pulumi.Input<string> {
    return this.#args.secretArn;
  }

  /** The key that a role must be allowed to decrypt with, when it is a customer's. */
  get kmsKeyArn(): pulumi.Input<string> | undefined {
    return this.#args.kmsKeyArn;
  }

  /** `ARN:KEY::VERSION_ID`: the agent refuses any other number of parts, so the empty stage stays. */
  get valueFrom(): pulumi.Output<string> {
    const { secretArn, key, versionId = "" } = this.#args;
    return pulumi.interpolate`${secretArn}:${key}::${versionId}`;
  }
}
