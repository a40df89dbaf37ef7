import * as pulumi from "@pulumi/pulumi";
import { type CallTimeouts, callTimeouts, type DeploymentStrategy } from "../service/callTimeouts";
import { credentialSecrets, readCredentials } from "./credentials";
import { ConfigReader } from "./reader";
import {
  ALL_CREDENTIALS,
  credentialsIn,
  isCredential,
  type CredentialFinder,
  OLD_API_SID_KEY,
} from "../credentials/twilioCredentials";
import type { EndpointSettings } from "../endpoint/endpoint";
import type { ImageSource } from "../service/task/image";
import type { MonitoringSettings } from "../monitoring/monitoring";
import type { NetworkSettings } from "../network/network";
import type { ServiceSettings } from "../service/settings";
import type { SecretReference } from "../../components/secret/secretReference";
import type { TwilioCredentialInputs } from "../../components/secret/twilioSecret";
import { readEndpoint, readNetwork } from "./network";
import {
  readAdditionalSecrets,
  readAdoptedSecret,
  readExtraSecrets,
  readSecretName,
  readSecretReaders,
} from "./secrets";
import { EXTRA_SECRET_NAMESPACE, extraSecretsIn } from "../credentials/extraSecrets";
import { readCalls, readImageSource, readService } from "./service";
import {
  rejectAlarmsWithoutData,
  rejectDoubleNames,
  rejectExecOnReadonlyRoot,
  rejectUnprotectedRebalancing,
  rejectUnreachableImage,
} from "./crossChecks";

/** The whole stack config, typed and checked. */
export interface StackConfig {
  /** The stack's AWS region. */
  readonly region: string;
  /** Whether this is a development stack; the policy pack reads the same key. */
  readonly development: boolean;
  /** The five credentials, or six while the auth token is being rotated, each a Pulumi secret. */
  readonly credentials: TwilioCredentialInputs;
  /** The service's further secrets by name, each a Pulumi secret. */
  readonly extraSecrets: Readonly<Record<string, pulumi.Output<string>>>;
  readonly secretName: string;
  readonly secretRecoveryWindowDays: number;
  /** ARN of an existing secret that the stack takes over; "" for none. */
  readonly adoptSecret: string;
  readonly additionalSecrets: Readonly<Record<string, SecretReference>>;
  readonly taskRoleReadsSecret: boolean;
  readonly image: ImageSource;
  /** ARNs of further principals that may read the Twilio secret. */
  readonly secretReaders: readonly string[];
  readonly network: NetworkSettings;
  readonly endpoint: EndpointSettings;
  readonly deployment: DeploymentStrategy;
  readonly timeouts: CallTimeouts;
  readonly service: ServiceSettings;
  readonly monitoring: MonitoringSettings;
  /** Tags of every resource that can have tags. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Legal days of a recovery window: none, or 7 to 30. Source: Secrets Manager's DeleteSecret. */
const RECOVERY_WINDOW_DAYS = [0, ...Array.from({ length: 24 }, (_, index) => index + 7)];

/** Namespaces of the providers that the program uses, and of Pulumi's own keys. */
const PROVIDERS = ["aws", "awsx", "docker", "docker-build", "pulumi"];

/** The organization that `npm start -- --allow-placeholders` names; no config and no real engine has it. */
const EXAMPLES_ORGANIZATION = "offline-examples";

/**
 * Reads and checks the stack config; the defaults are those that Pulumi.yaml declares.
 * @throws pulumi.RunError that lists every fault at once, each with its key, what is expected and the command that fixes it,
 * and no value.
 */
export function loadConfig(): StackConfig {
  const values = pulumi.runtime.allConfig();
  const reader = new ConfigReader(pulumi.getProject(), values);
  const credentials = readCredentials(reader);
  const find = (text: string) => credentialsIn(text, credentials);
  const extra = readExtraSecrets(reader, values, find);
  const findAll = (text: string) => [...find(text), ...extraSecretsIn(text, extra)];
  const region = readRegion(reader, values["aws:region"] ?? "");
  const calls = readCalls(reader);
  const { deployment } = calls;
  const secretName = readSecretName(reader);
  const secretRecoveryWindowDays = reader.integer("secretRecoveryWindowDays", RECOVERY_WINDOW_DAYS);
  const config = {
    region,
    development: reader.boolean("development"),
    credentials: credentialSecrets(credentials),
    extraSecrets: Object.fromEntries(
      Object.entries(extra).map(([name, value]) => [name, pulumi.secret(value)]),
    ),
    secretName,
    secretRecoveryWindowDays,
    adoptSecret: readAdoptedSecret(reader, region, secretName, secretRecoveryWindowDays),
    additionalSecrets: readAdditionalSecrets(reader, region, find),
    taskRoleReadsSecret: reader.boolean("taskRoleReadsSecret"),
    secretReaders: readSecretReaders(reader),
    image: readImageSource(reader),
    network: readNetwork(reader),
    endpoint: readEndpoint(reader, region),
    deployment,
    service: readService(reader, pulumi.getStack(), calls, findAll),
    monitoring: readMonitoring(reader),
    tags: readTags(reader),
  };
  rejectUnreachableImage(reader, region, config.network, config.image);
  rejectAlarmsWithoutData(reader, config.monitoring, config.service);
  rejectUnprotectedRebalancing(reader, deployment, config.service);
  rejectExecOnReadonlyRoot(reader, config.service);
  rejectDoubleNames(reader, config.service, {
    additionalSecrets: config.additionalSecrets,
    extraSecrets: extra,
  });
  rejectMisplaced(reader, find);
  rejectFaults(reader.faults);
  return { ...config, timeouts: callTimeouts(calls.maxCallMinutes, calls) };
}

/** Rejects what does not belong in the config: credentials under other keys, placeholders of an example, unknown keys. */
function rejectMisplaced(reader: ConfigReader, find: CredentialFinder): void {
  const redact = (key: string) => (find(key).length > 0 || isCredential(key) ? "KEY" : key);
  // The environment's own faults name the setting.
  const credentialKeys: readonly string[] = [
    ...ALL_CREDENTIALS.map(({ configKey }) => configKey),
    OLD_API_SID_KEY,
  ];
  const except = [...credentialKeys, "environment"];
  reader.rejectCredentials(find, except, redact);
  if (pulumi.getOrganization() !== EXAMPLES_ORGANIZATION) {
    reader.rejectPlaceholders(credentialKeys, (path) => path.split(".").map(redact).join("."));
  }
  reader.rejectUnknownKeys([...PROVIDERS, EXTRA_SECRET_NAMESPACE], redact);
}

function readRegion(reader: ConfigReader, region: string): string {
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    reader.faults.push(
      "aws:region: expected an AWS region. Fix it: pulumi config set aws:region eu-north-1",
    );
  }
  return region;
}

/** The alarms, the dashboard and the audit trail. */
export function readMonitoring(reader: ConfigReader): MonitoringSettings {
  return {
    alarms: reader.boolean("alarms"),
    alarmEmail: reader.match("alarmEmail", /^[^\s@]+@[^\s@]+\.[^\s@]+$/, "an e-mail address"),
    dashboard: reader.boolean("dashboard"),
    auditTrail: reader.boolean("auditTrail"),
  };
}

function readTags(reader: ConfigReader): Readonly<Record<string, string>> {
  const owner = reader.match(
    "owner",
    /^[\w .:/=+@-]{1,256}$/,
    "letters, digits, blanks and .:/=+@-_",
  );
  const tags = { Project: pulumi.getProject(), Stack: pulumi.getStack() };
  return owner === "" ? tags : { ...tags, Owner: owner };
}

function rejectFaults(faults: readonly string[]): void {
  if (faults.length === 0) return;
  const count = faults.length === 1 ? "one fault" : `${faults.length} faults`;
  throw new pulumi.RunError(`The stack's config has ${count}:\n  - ${faults.join("\n  - ")}`);
}
