import type { StackSettings } from "../stack/stackSettings";
import type { StackState } from "../stack/state";
import type { CliCommand } from "./cliOptions";
import type { HarmlessArguments } from "./harmless";

/** A run of Pulumi's CLI with this project's program. */
export interface PulumiRun {
  readonly command: CliCommand;
  /** The CLI's file. */
  readonly cli: string;
  readonly arguments: HarmlessArguments;
  /** The environment that the CLI gets. */
  readonly env: NodeJS.ProcessEnv;
  /** Folder of the project. */
  readonly folder: string;
  /** The stack's name: the one that the arguments name, or the selected one. Asked for once. */
  readonly stack: () => Promise<string | undefined>;
  /** The stack's state before the run. Asked for once; undefined where it cannot be read. */
  readonly stateBefore: () => Promise<StackState | undefined>;
  /** The stack's plain settings; undefined where they cannot be read. */
  readonly settings: () => Promise<StackSettings | undefined>;
}

/**
 * Something that is done at a certain time of a run.
 *
 * @throws ScriptError: before the CLI starts it stops the run, afterwards it is printed
 */
export type Step = (run: PulumiRun) => Promise<void>;
