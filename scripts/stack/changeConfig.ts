import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { endingWith, interrupted } from "../terminal/process/interrupts";
import { replaceFile } from "../terminal/replaceFile";
import { checkFailed } from "../terminal/scriptError";
import { configFile, pulumiError } from "./pulumiErrors";
import type { Stack } from "./stack";

/** A change of a stack's config, by key. A key without a namespace belongs to the project. */
export interface ConfigChange {
  /** Values to store encrypted. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Settings to store in plaintext. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Keys to remove. */
  readonly removed?: readonly string[];
}

/**
 * Makes a whole change of a stack's config, or none of it. Pulumi's CLI reads each secret from its standard input, so no value is
 * on a command line or in an environment. It writes into a copy of the config file, and then the copy replaces the file.
 *
 * The Automation API cannot do this, because it puts the values on the command line and cannot write to another file.
 *
 * @throws ScriptError if the CLI fails, or if somebody else has changed the file in the meantime
 */
export async function changeConfig(stack: Stack, change: ConfigChange): Promise<void> {
  const end = interrupted(`: the config of ${stack.name} is as it was`);
  await endingWith(end, () => changeCopy(stack, change));
}

async function changeCopy(
  stack: Stack,
  { secrets = {}, settings = {}, removed = [] }: ConfigChange,
): Promise<void> {
  const file = join(stack.workspace.workDir, configFile(stack.name));
  const before = contentOf(file);
  const copy = new PrivateCopy(configFile(stack.name), before);
  try {
    for (const [key, value] of Object.entries(secrets)) {
      await pulumiConfig(stack, copy.path, ["set", key, "--secret", "--raw"], value);
    }
    for (const [key, value] of Object.entries(settings)) {
      await pulumiConfig(stack, copy.path, ["set", key, "--plaintext", "--raw"], value);
    }
    for (const key of removed) await pulumiConfig(stack, copy.path, ["rm", key]);
    if (!isSame(contentOf(file), before)) {
      throw checkFailed(`${configFile(stack.name)} was changed in the meantime`, "run it again");
    }
    replaceFile(file, readFileSync(copy.path));
  } catch (error) {
    throw pulumiError(error, "writing the stack's config", stack.name);
  } finally {
    copy.remove();
  }
}

/** A copy of a file in a folder that only this user can enter. It is deleted when this process ends, at the latest. */
class PrivateCopy {
  readonly path: string;
  readonly #folder = mkdtempSync(join(tmpdir(), "pulumi-config-"));

  constructor(name: string, content: Buffer | undefined) {
    this.path = join(this.#folder, name);
    if (content !== undefined) writeFileSync(this.path, content, { mode: 0o600 });
    process.once("exit", this.remove);
  }

  readonly remove = (): void => {
    process.off("exit", this.remove);
    rmSync(this.#folder, { recursive: true, force: true });
  };
}

/**
 * Runs `pulumi config` on a file. The CLI runs in its own process group, because a terminal's Ctrl-C would otherwise end it in
 * the middle of a step that must be finished. The CLI ends when this process ends.
 */
async function pulumiConfig(
  { name, workspace }: Stack,
  file: string,
  args: readonly string[],
  input = "",
): Promise<void> {
  const all = ["config", ...args, "--stack", name, "--config-file", file, "--non-interactive"];
  const env = { ...process.env, ...workspace.envVars, PULUMI_AUTOMATION_API: "true" };
  const child = spawn("pulumi", all, { cwd: workspace.workDir, env, detached: true });
  const kill = (): void => {
    child.kill();
  };
  process.once("exit", kill);
  try {
    // A CLI that ends early does not read its input. It says why on its standard error.
    child.stdin.on("error", () => undefined).end(input);
    child.stdout.resume();
    const [said] = await Promise.all([text(child.stderr), once(child, "close")]);
    if (child.exitCode !== 0) throw new Error(said);
  } finally {
    process.off("exit", kill);
  }
}

function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function isSame(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one === undefined || other === undefined ? one === other : one.equals(other);
}
