import {
  TWILIO_CREDENTIALS,
  type TwilioCredentialName,
} from "../../../credentials/twilioCredentials";
import type { Container } from "../../../tree/containers/containers";
import type { Tree } from "../../../tree/tree";
import { entriesOf } from "../../../plan/plan";
import { readSecretReference, type SecretReference } from "../../../plan/secretReference";
import { CREDENTIAL_NAMES, isTwilioCredential } from "../../../plan/twilioTasks";

/** One Twilio credential that a container takes from a secret. */
interface CredentialEntry {
  /** For example `containerDefinitions[0].secrets[2]`. */
  readonly path: string;
  readonly credential: TwilioCredentialName;
  readonly valueFrom: Tree | undefined;
}

/** The fix for every fault in a container's credentials. */
const FIX =
  "Give the container each of the five credentials as a separate secret, and during a rotation also the sixth. Use ARN:KEY::VERSION_ID of the stack's Twilio secret as `valueFrom`.";

/**
 * The faults in the Twilio credentials that a container takes from secrets. A container that takes none has no faults.
 * @param secretArns ARNs of the stack's Twilio secrets; undefined if not all of them are known
 */
export function credentialFaults(
  container: Container,
  secretArns: ReadonlySet<string> | undefined,
): string[] {
  const entries = credentialEntries(container);
  if (entries.length === 0) return [];
  const faults = [
    ...completenessFaults(`${container.path}.secrets`, entries),
    ...entries.flatMap((entry) => entryFaults(entry, secretArns)),
    ...consistencyFaults(`${container.path}.secrets`, entries),
  ];
  return faults.map((fault) => `${fault}. ${FIX}`);
}

function credentialEntries({ path, definition }: Container): CredentialEntry[] {
  return entriesOf(definition["secrets"]).flatMap(({ index, entry: { name, valueFrom } }) =>
    isTwilioCredential(name)
      ? [{ path: `${path}.secrets[${index}]`, credential: name, valueFrom }]
      : [],
  );
}

function completenessFaults(path: string, entries: readonly CredentialEntry[]): string[] {
  const count = (credential: TwilioCredentialName): number =>
    entries.filter((entry) => entry.credential === credential).length;
  const missing = TWILIO_CREDENTIALS.filter(
    (credential) => !("temporary" in credential) && count(credential.name) === 0,
  ).map(({ name }) => name);
  const repeated = CREDENTIAL_NAMES.filter((credential) => count(credential) > 1);
  return [
    ...(missing.length > 0 ? [`${path} lacks ${missing.join(", ")}`] : []),
    ...repeated.map((credential) => `${path} names ${credential} more than once`),
  ];
}

function entryFaults(
  { path, credential, valueFrom }: CredentialEntry,
  secretArns: ReadonlySet<string> | undefined,
): string[] {
  const reference = readSecretReference(valueFrom);
  if (reference === undefined) return [];
  const at = `${path} (${credential})`;
  if ("fault" in reference) return [`${at} ${reference.fault}`];
  const { secretArn, key, stage, versionId } = reference;
  const faults: string[] = [];
  if (key !== credential)
    faults.push(`${at} takes its value from ${shownKey(key)}, not from its own key`);
  if (versionId === "") faults.push(`${at} names no version id`);
  if (versionId !== "" && stage !== "") faults.push(`${at} names a stage next to the version id`);
  if (secretArns !== undefined && secretArns.size > 0 && !secretArns.has(secretArn)) {
    faults.push(`${at} is from another secret than the stack's Twilio secret`);
  }
  return faults;
}

function consistencyFaults(path: string, entries: readonly CredentialEntry[]): string[] {
  const references = entries.flatMap(({ valueFrom }): SecretReference[] => {
    const reference = readSecretReference(valueFrom);
    return reference === undefined || "fault" in reference ? [] : [reference];
  });
  const secrets = new Set(references.map(({ secretArn }) => secretArn));
  const versions = new Set(references.map(({ versionId }) => versionId));
  if (secrets.size > 1) return [`${path} takes Twilio credentials from ${secrets.size} secrets`];
  if (versions.size > 1 && !versions.has("")) {
    return [`${path} mixes ${versions.size} versions of the Twilio secret`];
  }
  return [];
}

/** The key as a message may show it. A key that is no credential's name is not shown, because it may be a value. */
function shownKey(key: string): string {
  if (key === "") return "the whole secret";
  return isTwilioCredential(key) ? `the key ${key}` : "another key";
}
