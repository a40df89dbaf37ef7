import { join } from "node:path";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { sampleCredentials } from "../../../offline/config/credentials";
import { readProject, readStackFile } from "../../../offline/config/project";
import { mergeConfig } from "../../../offline/config/stackConfig";

/** Folder of Pulumi.yaml. */
export const ROOT = join(__dirname, "../../..");

/** What Pulumi.yaml declares. */
export const PROJECT = readProject(ROOT);

/** Overrides that give the endpoint a domain instead of the name that CloudFront gives it. */
export const DOMAIN = {
  domainName: "phone.lab.internal",
  hostedZoneId: "Z0LAB1LAB2LAB3",
} as const;

/** The stack config as the engine hands it to the program. */
export interface DevStack {
  readonly credentials: TwilioCredentials;
  /** Values by full key. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/** Turns off what the dev stack sets for the sample service: the built image, the call handover and the count of calls. */
export const WITHOUT_SERVICE = {
  image: "public.ecr.aws/docker/library/python:3.12-slim",
  buildContext: "",
  callHandover: "false",
  callsPerTask: "0",
} as const;

/** Settings of {@link devStack}. */
export interface DevStackArgs {
  /** @default - random ones in Twilio's formats */
  readonly credentials?: TwilioCredentials;
  /** Raw values by key of the project, or by full key; undefined removes the key. */
  readonly overrides?: Readonly<Record<string, string | undefined>>;
}

/**
 * The config of the dev stack as Pulumi.yaml and Pulumi.dev.yaml give it, {@link WITHOUT_SERVICE}, then changed by
 * `overrides`. Pulumi.yaml's types are not applied to the overrides, so a test can pass values that the CLI would refuse.
 */
export function devStack(args: DevStackArgs = {}): DevStack {
  const { credentials = sampleCredentials(), overrides = {} } = args;
  const { values, secretKeys } = mergeConfig({
    project: PROJECT,
    stack: "dev",
    stackFile: readStackFile(ROOT, "dev"),
    overrides: [],
    credentials,
  });
  const config = new Map(Object.entries(values));
  const changes: Record<string, string | undefined> = { ...WITHOUT_SERVICE, ...overrides };
  for (const [key, value] of Object.entries(changes)) {
    const full = key.includes(":") ? key : `${PROJECT.name}:${key}`;
    if (value === undefined) config.delete(full);
    else config.set(full, value);
  }
  return { credentials, config: Object.fromEntries(config), secretKeys };
}
