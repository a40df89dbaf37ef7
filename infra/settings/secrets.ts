import { type ConfigReader, isRecord } from "../configReader";
import { type CredentialFinder, credentialNamed } from "../credentials";
import { SecretReference } from "../secretReference";
import { ENVIRONMENT_NAME } from "./container";

const SECRET_ARN = /^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-\w{6}$/;
const KMS_KEY_ARN = /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/;

/** The secret's name. A name that ends in a hyphen and six characters would be taken for an ARN's suffix. */
export function readSecretName(reader: ConfigReader): string {
  const name = reader.match(
    "secretName",
    /^(?!.*-\w{6}$)[\w/+=.@-]{1,512}$/,
    "1 to 512 letters, digits and /_+=.@- that do not end in a hyphen and six characters",
  );
  if (name === "") reader.fault("secretName", "expected a name", "pipecat/twilio-credentials");
  return name;
}

/** The further container secrets, by environment name. */
export function readAdditionalSecrets(
  reader: ConfigReader,
  region: string,
  credentialsIn: CredentialFinder,
): Readonly<Record<string, SecretReference>> {
  const form =
    "expected {secretArn: full ARN in the stack's region, key: JSON key, kmsKeyArn: key ARN or nothing}";
  const references: Record<string, SecretReference> = {};
  for (const [name, value] of Object.entries(reader.object("additionalSecrets"))) {
    const path = `--path 'additionalSecrets.${name}.secretArn'`;
    const { secretArn, key, kmsKeyArn, ...rest } = isRecord(value) ? value : {};
    if (!ENVIRONMENT_NAME.test(name) || credentialsIn(name).length > 0) {
      reader.fault("additionalSecrets", "a name is not an environment variable's", "ARN");
    } else if (credentialNamed(name) !== undefined) {
      reader.fault(
        `additionalSecrets.${name}`,
        "is given by the Twilio secret already",
        "ARN",
        path,
      );
    } else if (
      matches(secretArn, SECRET_ARN) &&
      secretArn.split(":")[3] === region &&
      matches(key, /^[^:\s]+$/) &&
      (kmsKeyArn === undefined || matches(kmsKeyArn, KMS_KEY_ARN)) &&
      Object.keys(rest).length === 0
    ) {
      references[name] = new SecretReference({
        secretArn,
        key,
        ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
      });
    } else {
      reader.fault(`additionalSecrets.${name}`, form, "ARN", path);
    }
  }
  return references;
}

/** Further principals that may read the secret. */
export function readSecretReaders(reader: ConfigReader): readonly string[] {
  const readers = reader.list("secretReaders");
  if (!readers.every((arn) => /^arn:[a-z-]+:iam::\d{12}:(role|user)\/[\w+=,.@/*?-]+$/.test(arn))) {
    reader.fault(
      "secretReaders",
      "expected ARNs of IAM roles and users",
      "ARN",
      "--path 'secretReaders[0]'",
    );
  }
  return readers;
}

function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === "string" && pattern.test(value);
}
