import { readProject } from "../../../offline/config/project";
import { declarationFaults } from "../../../offline/config/declarations";
import { wrongUse } from "../../terminal/scriptError";
import type { PulumiRun } from "../run";

/**
 * Stops a run whose settings Pulumi's own check would refuse. Pulumi reports only the first fault, and no command that fixes it.
 * Settings from `--config` or from an environment of Pulumi ESC are left to the CLI.
 */
export async function refuseWrongTypes(run: PulumiRun): Promise<void> {
  const [stack, settings] = [await run.stack(), await run.settings()];
  if (stack === undefined || settings === undefined) return;
  if (settings.hasEnvironments || run.arguments.valueOf("config") !== undefined) return;
  const faults = declarationFaults(readProject(run.folder), settings.config);
  if (faults.length === 0) return;
  const lines = faults.map((fault) => `  ${fault}`);
  throw wrongUse([`the config of stack ${stack} has faults:`, ...lines].join("\n"));
}
