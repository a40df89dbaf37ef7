import type { ConfigMap } from "@pulumi/pulumi/automation";
import { join } from "node:path";
import {
  CREDENTIALS,
  type CredentialName,
  type TwilioCredentials,
} from "../../infra/credentials/twilioCredentials";
import { EXTRA_SECRET_NAMESPACE } from "../../infra/credentials/extraSecrets";
import { holdInterrupts, interrupted } from "../terminal/process/interrupts";
import { KeptFile } from "./fileBackup";
import { configFile, pulumiError } from "./pulumiErrors";
import { checkFailed, wrongUse } from "../terminal/scriptError";
import { stackConfig, type Stack } from "./stack";

/** How the stack's config differs from the `.env` file, for one credential. */
export type Difference = "same" | "new" | "changed" | "stored in plain text";

/** Since this version every option of the CLI can be given as an environment variable `PULUMI_OPTION_…`. */
const FIRST_VERSION_WITH_OPTION_VARIABLES = [3, 208] as const;

/** What differs from the stack's present config, by name; the values stay here. */
export function differences(
  project: string,
  config: ConfigMap,
  credentials: TwilioCredentials,
): ReadonlyMap<CredentialName, Difference> {
  return new Map(
    CREDENTIALS.map(({ name, configKey }) => [
      name,
      difference(config[`${project}:${configKey}`], credentials[name]),
    ]),
  );
}

/** How a value of the stack's config differs from the one that is wanted. */
export function difference(present: ConfigMap[string] | undefined, wanted: string): Difference {
  if (present === undefined) return "new";
  if (present.value !== wanted) return "changed";
  return present.secret === true ? "same" : "stored in plain text";
}

/**
 * Writes all five credentials, and further secrets by name, into the stack's config as secrets, in one call of the Automation API.
 *
 * The Automation API would put the values on the CLI's command line, where every user of the machine can read them
 * (`setAllConfig` and `setAllConfigJson` alike). So the call goes out without arguments and the CLI takes them from
 * `PULUMI_OPTION_JSON`, the variable that stands for `config set-all --json`: a process's environment is its user's alone.
 *
 * The CLI overwrites the config's file in place: should it not come to its end, the file is put back as it was.
 *
 * @throws ScriptError when the CLI is too old, does not write them or is interrupted
 */
export async function writeStackSecrets(
  stack: Stack,
  credentials: TwilioCredentials,
  extraSecrets: Readonly<Record<string, string>> = {},
): Promise<void> {
  const five = CREDENTIALS.map(({ name, configKey }) => [configKey, credentials[name]] as const);
  const extra = Object.entries(extraSecrets).map(
    ([key, value]) => [`${EXTRA_SECRET_NAMESPACE}:${key}`, value] as const,
  );
  if (await writeSecrets(stack, Object.fromEntries([...five, ...extra]))) {
    throw interrupted(`: the config of ${stack.name} holds the new values`);
  }
}

/**
 * Writes values into the stack's config as secrets, by key, all of them or none (a key without a namespace is the project's); says whether the write,
 * which came to its end, was interrupted.
 *
 * @throws ScriptError when the CLI is too old, does not write them or is interrupted
 */
export async function writeSecrets(
  stack: Stack,
  values: Readonly<Record<string, string>>,
): Promise<boolean> {
  const { name, workspace } = stack;
  requireOptionVariables(workspace.pulumiVersion);
  const entries = Object.entries(values).map(([key, value]) => [
    fullKey(stack, key),
    { value, secret: true },
  ]);
  const file = new KeptFile(join(workspace.workDir, configFile(name)));
  const before = workspace.envVars;
  workspace.envVars = {
    ...before,
    PULUMI_OPTION_JSON: JSON.stringify(Object.fromEntries(entries)),
  };
  const ended = await holdInterrupts(() => workspace.setAllConfig(name, {}));
  workspace.envVars = before;
  if (ended.error !== undefined) file.restore();
  if (ended.error !== undefined && ended.interrupted) {
    throw interrupted(`: the config of ${name} is as it was`);
  }
  if (ended.error !== undefined) {
    throw pulumiError(ended.error, "writing the stack's config", name);
  }
  await requireWritten(stack, values);
  return ended.interrupted;
}

/** A CLI that does not know the variable would write nothing and call it a success. */
async function requireWritten(
  stack: Stack,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const after = await stackConfig(stack);
  const isWritten = ([key, value]: [string, string]): boolean =>
    difference(after[fullKey(stack, key)], value) === "same";
  if (Object.entries(values).every(isWritten)) return;
  throw checkFailed("the stack's config does not hold what was written", "run it again");
}

function requireOptionVariables(version: string): void {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const [firstMajor, firstMinor] = FIRST_VERSION_WITH_OPTION_VARIABLES;
  if (major > firstMajor || (major === firstMajor && minor >= firstMinor)) return;
  throw wrongUse(
    `Pulumi's CLI ${version} is too old to be given secrets without a command line`,
    `install ${firstMajor}.${firstMinor}.0 or later: https://www.pulumi.com/docs/install`,
  );
}

function fullKey({ project }: Stack, key: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}
