import * as pulumi from "@pulumi/pulumi";
import { type CallTimeouts, callTimeouts, MAX_CALL_MINUTES } from "./callTimeouts";
import { ConfigReader } from "./configReader";
import {
  CREDENTIALS,
  credentialFaults,
  credentialsIn,
  type TwilioCredentials,
} from "./credentials";
import type { EndpointDomain } from "./endpoint";
import type { ImageSource } from "./image";
import type { NetworkArgs } from "./network";
import type { ServiceSettings } from "./phoneService";
import type { SecretReference } from "./secretReference";
import { readDomain, readNetwork, readSslPolicy } from "./settings/network";
import { readAdditionalSecrets, readSecretName } from "./settings/secrets";
import { readImageSource, readService } from "./settings/service";

/** The whole stack config, typed and checked. */
export interface StackConfig {
  /** The stack's AWS region. */
  readonly region: string;
  /** A Pulumi secret. */
  readonly credentials: pulumi.Output<TwilioCredentials>;
  readonly secretName: string;
  readonly secretRecoveryWindowDays: number;
  readonly additionalSecrets: Readonly<Record<string, SecretReference>>;
  readonly taskRoleReadsSecret: boolean;
  readonly image: ImageSource;
  readonly network: Pick<NetworkArgs, "existing" | "natStrategy">;
  readonly domain: EndpointDomain;
  readonly sslPolicy: string;
  readonly timeouts: CallTimeouts;
  readonly service: ServiceSettings;
  /** Tags of every resource that can have tags. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Legal days of a recovery window: none, or 7 to 30. Source: Secrets Manager's DeleteSecret. */
const RECOVERY_WINDOW_DAYS = [0, ...Array.from({ length: 24 }, (_, index) => index + 7)];

/**
 * Reads and checks the stack config; the defaults are those that Pulumi.yaml declares.
 * @throws pulumi.RunError that lists every fault at once, each with its key, what is expected and the command that mends it,
 * and no value.
 */
export function loadConfig(): StackConfig {
  const values = pulumi.runtime.allConfig();
  const reader = new ConfigReader(pulumi.getProject(), values);
  const credentials = readCredentials(reader);
  const region = readRegion(reader, values["aws:region"] ?? "");
  const maxCallMinutes = reader.integer("maxCallMinutes", { min: 1, max: MAX_CALL_MINUTES });
  const config = {
    region,
    credentials: pulumi.secret(credentials),
    secretName: readSecretName(reader),
    secretRecoveryWindowDays: reader.integer("secretRecoveryWindowDays", RECOVERY_WINDOW_DAYS),
    additionalSecrets: readAdditionalSecrets(reader),
    taskRoleReadsSecret: reader.boolean("taskRoleReadsSecret"),
    image: readImageSource(reader),
    network: readNetwork(reader),
    domain: readDomain(reader),
    sslPolicy: readSslPolicy(reader),
    service: readService(reader, pulumi.getStack(), (text) => credentialsIn(text, credentials)),
    tags: { Project: pulumi.getProject(), Stack: pulumi.getStack() },
  };
  reader.rejectUnknownKeys((key) => (credentialsIn(key, credentials).length > 0 ? "KEY" : key));
  rejectFaults(reader.faults);
  return { ...config, timeouts: callTimeouts(maxCallMinutes) };
}

function readCredentials(reader: ConfigReader): TwilioCredentials {
  const values = Object.fromEntries(
    CREDENTIALS.map(({ name, configKey }) => [name, reader.text(configKey) || undefined]),
  );
  for (const { configKey, problem, expected } of credentialFaults(values)) {
    reader.faults.push(
      `${configKey} ${problem}: expected ${expected}. Mend it: pulumi config set --secret ${configKey}`,
    );
  }
  return {
    TWILIO_ACCOUNT_SID: values["TWILIO_ACCOUNT_SID"] ?? "",
    TWILIO_AUTH_TOKEN: values["TWILIO_AUTH_TOKEN"] ?? "",
    TWILIO_PHONE_NUMBER: values["TWILIO_PHONE_NUMBER"] ?? "",
    TWILIO_API_SID: values["TWILIO_API_SID"] ?? "",
    TWILIO_API_SECRET: values["TWILIO_API_SECRET"] ?? "",
  };
}

function readRegion(reader: ConfigReader, region: string): string {
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    reader.faults.push(
      "aws:region: expected an AWS region. Mend it: pulumi config set aws:region eu-north-1",
    );
  }
  return region;
}

function rejectFaults(faults: readonly string[]): void {
  if (faults.length === 0) return;
  const count = faults.length === 1 ? "one fault" : `${faults.length} faults`;
  throw new pulumi.RunError(`The stack's config has ${count}:\n  - ${faults.join("\n  - ")}`);
}
