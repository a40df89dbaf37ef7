import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { readState, selectionArguments, type Selection } from "../stack/state";
import { readStackSettings } from "../stack/stackSettings";
import type { HarmlessArguments } from "./harmless";
import type { PulumiRun } from "./run";

/** The stack of a run. Each part is read when it is first needed. */
export function stackOf(
  cli: string,
  env: NodeJS.ProcessEnv,
  { valueOf }: HarmlessArguments,
): Pick<PulumiRun, "folder" | "stack" | "stateBefore" | "settings"> {
  const selection = {
    stack: valueOf("stack") ?? env["PULUMI_OPTION_STACK"] ?? env["PULUMI_STACK"],
    cwd: valueOf("cwd") ?? env["PULUMI_OPTION_CWD"],
  };
  const folder = resolve(selection.cwd ?? ".");
  const file = valueOf("config-file");
  const stack = once(async () => selection.stack ?? selectedStack(cli, selection, env));
  return {
    folder,
    stack,
    stateBefore: once(() => readState(cli, selection, env)),
    settings: once(async () => {
      const name = await stack();
      if (name === undefined) return undefined;
      return file === undefined
        ? readStackSettings(folder, name)
        : readStackSettings(folder, name, resolve(folder, file));
    }),
  };
}

async function selectedStack(
  cli: string,
  selection: Selection,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const args = ["stack", "--show-name", "--non-interactive", ...selectionArguments(selection)];
  try {
    const { stdout } = await promisify(execFile)(cli, args, { env });
    return stdout.trim() === "" ? undefined : stdout.trim();
  } catch {
    return undefined;
  }
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}
