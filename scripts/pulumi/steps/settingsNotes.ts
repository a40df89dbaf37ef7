import { lastUpdatesSettings, settingsNote } from "../../update/lastUpdate";
import { longestUpdateNote } from "../../update/longestUpdate";
import { commitNote } from "../../update/uncommitted";
import { adviceFor } from "../../terminal/advice";
import type { PulumiRun } from "../run";

/** Prints the settings that this update would change back to older values. */
export async function noteSettingsGoingBack(run: PulumiRun): Promise<void> {
  const [stack, settings] = [await run.stack(), await run.settings()];
  if (stack === undefined || settings === undefined || settings.hasEnvironments) return;
  const last = await lastUpdatesSettings(run.cli, { stack, cwd: run.folder }, run.env);
  const note = last === undefined ? undefined : settingsNote(stack, settings, last);
  if (note !== undefined) process.stderr.write(`${adviceFor(note, {})}\n`);
}

/** Prints after an update that the stack's file has changes that are not committed. */
export async function noteUncommittedSettings(run: PulumiRun): Promise<void> {
  const stack = await run.stack();
  if (stack === undefined || run.arguments.valueOf("config-file") !== undefined) return;
  const note = await commitNote(run.folder, stack);
  if (note !== undefined) process.stderr.write(`note: ${note}\n`);
}

/** Prints before an update how long it may take. */
export async function noteLongestUpdate(run: PulumiRun): Promise<void> {
  const settings = await run.settings();
  const note = settings === undefined ? undefined : longestUpdateNote(settings);
  if (note !== undefined) process.stderr.write(`note: ${note}\n`);
}
