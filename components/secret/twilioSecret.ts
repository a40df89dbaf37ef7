import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { SecretReference } from "./secretReference";
import { storeSecret } from "./storedSecret";
import { CREDENTIAL_FORMATS } from "./twilioCredentials";

/** The credentials by name, each best a Pulumi secret. */
export interface TwilioCredentialInputs {
  /** Account SID: AC followed by 32 hexadecimal digits. */
  readonly TWILIO_ACCOUNT_SID: pulumi.Input<string>;
  /** Auth token: 32 hexadecimal digits. */
  readonly TWILIO_AUTH_TOKEN: pulumi.Input<string>;
  /** Phone number in E.164 form: + and 7 to 15 digits. */
  readonly TWILIO_PHONE_NUMBER: pulumi.Input<string>;
  /** API key SID: SK followed by 32 hexadecimal digits. */
  readonly TWILIO_API_SID: pulumi.Input<string>;
  /** API key secret: 32 letters and digits. */
  readonly TWILIO_API_SECRET: pulumi.Input<string>;
  /** The next auth token, only while the auth token is being replaced. */
  readonly TWILIO_AUTH_TOKEN_NEXT?: pulumi.Input<string>;
}

// Arrays are not read-only here: the schema for other languages is made from these types, and knows only plain arrays.
export interface TwilioSecretArgs {
  /** Name in Secrets Manager. Further secrets are in one of this name and `-extra`. */
  readonly secretName: string;
  /** The credentials. */
  readonly credentials: TwilioCredentialInputs;
  /** ARNs of the roles and users that may read the values, `*` and `?` as wildcards. The deployer must be among them. */
  readonly readers: pulumi.Input<pulumi.Input<string>[]>;
  /** Values of further secrets by name, each best a Pulumi secret. */
  readonly extraSecrets?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Whose secrets they are, for the descriptions in AWS, such as "the phone service". */
  readonly owner?: string;
  /** ARN of an existing secret of this name, to take over. */
  readonly adopt?: string;
  /** Days for which the deleted secret can be restored: 0, or 7 to 30. The default is 30. */
  readonly recoveryWindowDays?: number;
  /** Whether Pulumi refuses to delete the secret and its key. The default is false. */
  readonly protect?: boolean;
  /** Tags of the key and the secrets. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The Twilio credentials in one Secrets Manager secret that is encrypted by its own key, and further secrets, if any, in another
 * one under the same key. It gives out references, never values. A reference names the version, so that a changed value rolls the
 * service and a failed rollout can roll back. The values are written once the readers are known and restricted, so the readers
 * must not depend on the values.
 */
export class TwilioSecret extends pulumi.ComponentResource {
  /** ARN of the secret. */
  readonly arn: pulumi.Output<string>;
  /** Id of the version that holds the present values. */
  readonly versionId: pulumi.Output<string>;
  /** ARN of the key that encrypts the secret. */
  readonly keyArn: pulumi.Output<string>;
  /** Names of the credentials, which are the keys of the secret's JSON object. */
  readonly names: string[];
  /** ARN of the secret that holds the further secrets, if there are any. */
  readonly extraArn?: pulumi.Output<string>;
  /** Id of the version that holds their present values, if there are any. */
  readonly extraVersionId?: pulumi.Output<string>;
  /** Names of the further secrets. */
  readonly extraNames: string[];

  constructor(name: string, args: TwilioSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:TwilioSecret", name, {}, opts);
    const { credentials, extraSecrets = {}, owner, secretName } = args;
    const { readers, recoveryWindowDays = 30, protect = false, tags = {} } = args;
    const key = new kms.Key(
      `${name}-key`,
      { description: `Encrypts the secret ${secretName}`, enableKeyRotation: true, tags },
      { parent: this, protect },
    );
    const common = { keyArn: key.arn, readers, recoveryWindowDays, protect, tags };
    const twilio = {
      ...common,
      secretName,
      description: described("Twilio credentials", owner),
      json: wellFormed(credentials),
      adopt: args.adopt,
    };
    const stored = storeSecret(name, twilio, this);
    this.arn = stored.arn;
    this.versionId = stored.versionId;
    this.keyArn = key.arn;
    this.names = namesIn(credentials);
    this.extraNames = namesIn(extraSecrets);
    if (this.extraNames.length > 0) {
      const extra = {
        ...common,
        secretName: `${secretName}-extra`,
        description: described("Further secrets", owner),
        json: pulumi.jsonStringify(extraSecrets),
        adopt: undefined,
      };
      const { arn, versionId } = storeSecret(`${name}-extra`, extra, this);
      this.extraArn = arn;
      this.extraVersionId = versionId;
    }
    this.registerOutputs({ arn: this.arn, versionId: this.versionId, keyArn: this.keyArn });
  }

  /** A reference for each credential, by name. */
  get references(): Readonly<Record<string, SecretReference>> {
    return this.referencesTo(this.arn, this.versionId, this.names);
  }

  /** A reference for each further secret, by name. */
  get extraReferences(): Readonly<Record<string, SecretReference>> {
    if (this.extraArn === undefined || this.extraVersionId === undefined) return {};
    return this.referencesTo(this.extraArn, this.extraVersionId, this.extraNames);
  }

  private referencesTo(
    secretArn: pulumi.Output<string>,
    versionId: pulumi.Output<string>,
    names: readonly string[],
  ): Readonly<Record<string, SecretReference>> {
    const source = { secretArn, versionId, kmsKeyArn: this.keyArn };
    return Object.fromEntries(names.map((key) => [key, new SecretReference({ ...source, key })]));
  }
}

function described(what: string, owner: string | undefined): string {
  return owner === undefined ? what : `${what} of ${owner}`;
}

/** The names that have a value: a caller may state an optional one as undefined. */
function namesIn(values: object): string[] {
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

/**
 * The credentials as one JSON object of texts: the ECS agent turns a number into `1.5e+10`.
 * @throws pulumi.RunError that lists every credential which is not of Twilio's format, and no value
 */
function wellFormed(credentials: TwilioCredentialInputs): pulumi.Output<string> {
  return pulumi.output(credentials).apply((values) => {
    const faults = Object.values(CREDENTIAL_FORMATS).flatMap(({ expected, name, pattern }) => {
      const value: unknown = values[name];
      if (value === undefined && name === "TWILIO_AUTH_TOKEN_NEXT") return [];
      return typeof value === "string" && pattern.test(value)
        ? []
        : [`${name}: expected ${expected}`];
    });
    if (faults.length === 0) return JSON.stringify(values);
    throw new pulumi.RunError(`The Twilio credentials are refused:\n  - ${faults.join("\n  - ")}`);
  });
}
