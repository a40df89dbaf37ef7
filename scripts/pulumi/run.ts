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
  /** The stack's name: from the arguments, or the selected stack. The CLI is asked only once. */
  readonly stack: () => Promise<string | undefined>;
  /** The stack's state before the run. Undefined if it cannot be read. The CLI is asked only once. */
  readonly stateBefore: () => Promise<StackState | undefined>;
  /** The stack's plaintext settings. Undefined if they cannot be read. */
  readonly settings: () => Promise<StackSettings | undefined>;
}

/**
 * A step before or after the CLI runs.
 *
 * @throws ScriptError. Before the CLI starts, it stops the run. Afterwards, it is printed
 */
export type Step = (run: PulumiRun) => Promise<void>;
