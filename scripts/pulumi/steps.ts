import { refusalToRepeat } from "../stack/pendingCreations";
import type { HarmlessArguments } from "./harmless";
import type { CliCommand } from "./cliOptions";

/** A run of Pulumi's CLI with this project's program. */
export interface PulumiRun {
  readonly command: CliCommand;
  /** The CLI's file. */
  readonly cli: string;
  readonly arguments: HarmlessArguments;
  /** The environment that the CLI gets. */
  readonly env: NodeJS.ProcessEnv;
  /** The stack that the arguments name; undefined means the selected one. */
  readonly stack: string | undefined;
  /** Folder of the project. */
  readonly folder: string;
}

/**
 * Something that is done at a certain time of a run.
 *
 * @throws ScriptError, which ends the run and sets its exit code; what it is told is shown
 */
export type Step = (run: PulumiRun) => Promise<void>;

/** Steps of a run, by command, in the order in which they are done. */
export interface Steps {
  /** Before the CLI starts, and so before anything is judged. A step that throws stops the run. */
  readonly before: readonly Step[];
  /** After the CLI has ended with exit code 0. */
  readonly afterSuccess: readonly Step[];
  /** After the CLI has failed, not after an interrupt. The exit code stays the CLI's. */
  readonly afterFailure: readonly Step[];
}

/** The steps of each command. Judging and updating are the CLI's: `up` previews with the pack and stops there if it objects. */
export const STEPS: Readonly<Record<CliCommand, Steps>> = {
  preview: { before: [], afterSuccess: [], afterFailure: [] },
  up: { before: [refuseToRepeat], afterSuccess: [], afterFailure: [] },
  destroy: { before: [], afterSuccess: [], afterFailure: [] },
};

/** Stops an update that would make a second time what a killed one began. */
async function refuseToRepeat({ cli, stack, folder, env }: PulumiRun): Promise<void> {
  const refusal = await refusalToRepeat(cli, { stack, cwd: folder }, env);
  if (refusal !== undefined) throw refusal;
}
