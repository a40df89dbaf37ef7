import * as pulumi from "@pulumi/pulumi";

/** Where a container secret comes from. */
export interface SecretReferenceArgs {
  /** Full ARN of the Secrets Manager secret, with its six-character suffix. */
  readonly secretArn: pulumi.Input<string>;
  /** Key in the secret's JSON object. */
  readonly key: string;
  /** Id of the version to read. Without one, a task reads the version that is current when it starts. */
  readonly versionId?: pulumi.Input<string> | undefined;
  /** ARN of the customer-managed key that encrypts the secret. Without one, it is the account's `aws/secretsmanager` key. */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
}

/**
 * Names one key of a secret for a container definition and a role. It never holds the value. A container secret must be of this
 * type, so a plaintext cannot be given instead.
 */
export class SecretReference implements SecretReferenceArgs {
  readonly #args: SecretReferenceArgs;

  constructor(args: SecretReferenceArgs) {
    this.#args = args;
  }

  /** The secret that a role must be allowed to read. */
  get secretArn(): pulumi.Input<string> {
    return this.#args.secretArn;
  }

  get key(): string {
    return this.#args.key;
  }

  get versionId(): pulumi.Input<string> | undefined {
    return this.#args.versionId;
  }

  /** The customer managed key that a role must be allowed to decrypt with, if there is one. */
  get kmsKeyArn(): pulumi.Input<string> | undefined {
    return this.#args.kmsKeyArn;
  }

  /** `ARN:KEY::VERSION_ID`: the ECS agent refuses any other number of parts, so the empty stage stays. */
  get valueFrom(): pulumi.Output<string> {
    const { secretArn, key, versionId = "" } = this.#args;
    return pulumi.interpolate`${secretArn}:${key}::${versionId}`;
  }
}
