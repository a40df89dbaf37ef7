import { setAt, setItem } from "./commands";
import { type ConfigReader, isRecord } from "./reader";
import { RESERVED_SETTINGS } from "../service/task/environmentSettings";
import { type CredentialFinder, credentialNamed } from "../credentials/twilioCredentials";
import { parseArn } from "../../components/iam/arn";
import { SecretReference } from "../../components/secret/secretReference";
import {
  EXTRA_SECRET_NAMESPACE,
  type ExtraSecrets,
  SHORTEST_SECRET,
} from "../credentials/extraSecrets";
import { placeholderIn } from "./placeholders";
import { ENVIRONMENT_NAME } from "./container";

const SECRET_ARN = /^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-\w{6}$/;
const KMS_KEY_ARN = /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/;

/** The secret's name. A name that ends in a hyphen and six characters would be taken for an ARN's suffix. */
export function readSecretName(reader: ConfigReader): string {
  const name = reader.match(
    "secretName",
    /^(?!.*-\w{6}$)[\w/+=.@-]{1,500}$/,
    "1 to 500 letters, digits and /_+=.@- that do not end in a hyphen and six characters",
  );
  if (name === "") reader.fault("secretName", "expected a name", "pipecat/twilio-credentials");
  return name;
}

/** The secret that the stack takes over; "" for none. It must be the one that the stack would make: its name, its region. */
export function readAdoptedSecret(
  reader: ConfigReader,
  region: string,
  secretName: string,
  recoveryWindowDays: number,
): string {
  const key = "adoptSecret";
  const arn = reader.text(key);
  if (arn === "") return "";
  const parts = SECRET_ARN.test(arn) ? parseArn(arn) : undefined;
  const withoutSuffix = parts?.resource.slice(0, -"-AbCdEf".length);
  if (parts?.region !== region || withoutSuffix !== `secret:${secretName}`) {
    reader.fault(key, "expected the full ARN of a secret called secretName in aws:region", "ARN");
  }
  if (recoveryWindowDays === 0) {
    const problem =
      "what was made by somebody else must stay restorable: expected 7 to 30 with adoptSecret";
    reader.fault("secretRecoveryWindowDays", problem, "7");
  }
  return arn;
}

/** The further container secrets, by environment name. */
export function readAdditionalSecrets(
  reader: ConfigReader,
  region: string,
  credentialsIn: CredentialFinder,
): Readonly<Record<string, SecretReference>> {
  const references: Record<string, SecretReference> = {};
  for (const [name, value] of Object.entries(reader.object("additionalSecrets"))) {
    const path = `additionalSecrets.${name}`;
    if (!ENVIRONMENT_NAME.test(name) || credentialsIn(name).length > 0) {
      const problem = "a name is not an environment variable's";
      reader.faultFixedBy("additionalSecrets", problem, "rm --path 'additionalSecrets.NAME'");
    } else if (credentialNamed(name) !== undefined) {
      reader.faultFixedBy(path, "is given by the Twilio secret already", `rm --path '${path}'`);
    } else if (RESERVED_SETTINGS.some((reserved) => reserved === name)) {
      reader.faultFixedBy(path, "the stack sets this itself", `rm --path '${path}'`);
    } else {
      const reference = readReference(reader, path, value, region);
      if (reference !== undefined) references[name] = reference;
    }
  }
  return references;
}

/** What a path of the config refers to; undefined, and a fault, where a part of it is missing, malformed or unknown. */
function readReference(
  reader: ConfigReader,
  path: string,
  value: unknown,
  region: string,
): SecretReference | undefined {
  const form =
    "expected {secretArn: full ARN in the stack's region, key: JSON key, kmsKeyArn: key ARN or nothing}";
  const { secretArn, key, kmsKeyArn, ...rest } = isRecord(value) ? value : {};
  const isSecret = matches(secretArn, SECRET_ARN) && parseArn(secretArn)?.region === region;
  const isKey = matches(key, /^[^:\s]+$/);
  const isKmsKey = kmsKeyArn === undefined || matches(kmsKeyArn, KMS_KEY_ARN);
  const hasRest = Object.keys(rest).length > 0;
  if (isSecret && isKey && isKmsKey && !hasRest) {
    return new SecretReference({
      secretArn,
      key,
      ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
    });
  }
  reader.faultFixedBy(
    path,
    form,
    ...(isRecord(value) ? [] : [`rm --path '${path}'`]),
    ...(isSecret ? [] : [setAt(`${path}.secretArn`, "ARN")]),
    ...(isKey ? [] : [setAt(`${path}.key`, "KEY")]),
    ...(isKmsKey ? [] : [setAt(`${path}.kmsKeyArn`, "ARN")]),
    ...(hasRest ? [`rm --path '${path}.PART'`] : []),
  );
  return undefined;
}

/**
 * The further secrets of the service: their names are in a list, each value in a config secret of its own.
 * @param values the whole config, by full key
 */
export function readExtraSecrets(
  reader: ConfigReader,
  values: Readonly<Record<string, string>>,
  credentialsIn: CredentialFinder,
): ExtraSecrets {
  const list = "extraSecrets";
  const isName = (name: string) =>
    ENVIRONMENT_NAME.test(name) &&
    credentialsIn(name).length === 0 &&
    credentialNamed(name) === undefined &&
    !RESERVED_SETTINGS.some((reserved) => reserved === name);
  const expected = "names of environment variables that the stack does not set itself";
  const names = reader.listOf(list, isName, expected, "OPENAI_API_KEY").filter(isName);
  const prefix = `${EXTRA_SECRET_NAMESPACE}:`;
  for (const name of names) {
    const problem = extraSecretProblem(values[prefix + name]);
    if (problem !== undefined)
      reader.faultFixedBy(prefix + name, problem, `set --secret ${prefix}${name}`);
  }
  for (const key of Object.keys(values)) {
    const name = key.slice(prefix.length);
    if (!key.startsWith(prefix) || names.includes(name)) continue;
    const shown = isName(name) ? name : "NAME";
    const commands = [setItem(list, names.length, shown)];
    reader.faultFixedBy(prefix + shown, "is not in extraSecrets", ...commands);
  }
  return Object.fromEntries(names.map((name) => [name, values[prefix + name] ?? ""]));
}

/** What is wrong with a value, in words that hold no part of it; undefined when nothing is. */
function extraSecretProblem(value: string | undefined): string | undefined {
  if (value === undefined || value.trim() === "") return "has no value";
  if (value !== value.trim()) return "has blanks around it";
  if (placeholderIn(value) !== undefined) return "is a placeholder";
  return value.length < SHORTEST_SECRET
    ? `has fewer than ${SHORTEST_SECRET} characters`
    : undefined;
}

/** Further principals that may read the secret. */
export function readSecretReaders(reader: ConfigReader): readonly string[] {
  return reader.listOf(
    "secretReaders",
    (arn) => /^arn:[a-z-]+:iam::\d{12}:(role|user)\/[\w+=,.@/*?-]+$/.test(arn),
    "ARNs of IAM roles and users",
    "ARN",
  );
}

function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === "string" && pattern.test(value);
}
