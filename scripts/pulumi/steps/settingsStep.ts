import { readProject } from "../../../offline/config/project";
import { declarationFaults } from "../../../offline/config/declarations";
import { wrongUse } from "../../terminal/scriptError";
import type { PulumiRun } from "../run";

/**
 * Stops a run whose settings Pulumi's own check would refuse: it tells the first fault alone, and no command. What `--config` or
 * an environment of Pulumi ESC sets is left to the CLI.
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
