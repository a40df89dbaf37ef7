import { randomUUID } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { runScript, type ScriptOptions, type ScriptResult } from "./script";
import { assertNoCredential } from "../twilio/twilioCredentials";
import { temporaryFolder } from "../temporaryFolder";

/** A `.env` file's text. */
export function envText(credentials: Partial<TwilioCredentials>): string {
  return Object.entries(credentials)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

/** Runs setup-secrets with a `.env` file of this content, and asserts that it prints no part of the credentials. */
export async function setup(
  own: TwilioCredentials,
  env: TwilioCredentials | string,
  args: readonly string[],
  options: ScriptOptions,
): Promise<ScriptResult> {
  const file = join(options.cwd ?? temporaryFolder("env"), ".env");
  // Renaming replaces the file in one step, because another run may be reading it.
  const whole = `${file}.${randomUUID()}`;
  writeFileSync(whole, typeof env === "string" ? env : envText(env), { mode: 0o600 });
  renameSync(whole, file);
  const result = await runScript("setup-secrets", ["--env-file", file, ...args], options);
  assertNoCredential(result.stdout + result.stderr, own);
  return result;
}
