import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isRecord } from "../../offline/engine/wire";
import { requireDocker } from "./docker";
import { asArguments, selectionOf } from "./pendingCreations";
import { refusalToDestroy } from "./protection";
import { afterUp, beforeFirstUp } from "./upNotes";

/** A command of Pulumi's CLI on a stack of this project. */
export interface StackCommand {
  readonly command: string;
  /** The command's own arguments. */
  readonly args: readonly string[];
  /** The CLI's file. */
  readonly cli: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Looks, before the CLI starts, at what it would find out only when some of the stack is made or gone, and says what a first update
 * means. Where the stack cannot be asked, the CLI says so itself.
 *
 * @throws ScriptError where Docker does not answer and is needed, or a protected stack would be destroyed
 */
export async function beforeCommand(run: StackCommand): Promise<void> {
  const selection = selectionOf(run.args);
  const chosen = asArguments(selection);
  if (run.command === "destroy") {
    const refusal = await refusalToDestroy(run.cli, chosen, run.env, selection.stack);
    if (refusal !== undefined) throw refusal;
    return;
  }
  await requireBuildable(run);
  const state = run.command === "up" ? await ask(run, "stack", "export", ...chosen) : undefined;
  const update = state !== undefined && isNew(state) ? await updateOf(run) : undefined;
  if (update !== undefined) process.stdout.write(`${await beforeFirstUp(update)}\n`);
}

/**
 * Asks Docker, where the stack's image is to be built.
 *
 * @throws ScriptError where Docker does not answer and is needed
 */
export async function requireBuildable(run: Omit<StackCommand, "command">): Promise<void> {
  const config = await ask(run, "config", "--json", ...asArguments(selectionOf(run.args)));
  await requireDocker({ text: (key) => settingIn(config, key) }, run.env);
}

/** Says after an update that succeeded what to call. */
export async function afterCommand(run: StackCommand): Promise<void> {
  const update = run.command === "up" ? await updateOf(run) : undefined;
  const text = update === undefined ? undefined : await afterUp(update);
  if (text !== undefined) process.stdout.write(text);
}

async function updateOf({ args, cli, env }: StackCommand) {
  const selection = selectionOf(args);
  const folder = selection.cwd ?? process.cwd();
  const shown = ["stack", "--show-name", "--non-interactive", ...asArguments(selection)];
  const stack = selection.stack ?? (await output(cli, shown, env))?.trim();
  return stack === undefined || stack === "" ? undefined : { cli, env, folder, stack };
}

/** What the CLI answers as JSON; undefined where it does not. */
async function ask(
  { cli, env }: Omit<StackCommand, "command">,
  ...args: readonly string[]
): Promise<unknown> {
  const text = await output(cli, [...args, "--non-interactive"], env);
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function output(
  cli: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  try {
    const options = { env, maxBuffer: 256 * 1024 * 1024 };
    return (await promisify(execFile)(cli, [...args], options)).stdout;
  } catch {
    return undefined;
  }
}

/** A setting of the project's, by its key without namespace; the CLI adds the project's defaults. */
function settingIn(config: unknown, key: string): string | undefined {
  if (!isRecord(config)) return undefined;
  const full = Object.keys(config).find((each) => each.endsWith(`:${key}`));
  const entry = full === undefined ? undefined : config[full];
  const value = isRecord(entry) ? entry["value"] : undefined;
  return typeof value === "string" ? value : undefined;
}

function isNew(exported: unknown): boolean {
  const state = isRecord(exported) ? exported["deployment"] : undefined;
  const resources: unknown = isRecord(state) ? state["resources"] : undefined;
  return !Array.isArray(resources) || resources.length === 0;
}
