import { costHelp, costError } from "./cost/commandLine";
import { asksForHelp, ownArguments } from "./terminal/commandLine";
import { endOnSignal } from "./terminal/process/endOnSignal";
import { allowLateImports } from "./terminal/process/lateImports";

const args = ownArguments();

void endOnSignal(
  async (stop) => {
    if (asksForHelp(args)) {
      process.stdout.write(costHelp());
      return 0;
    }
    await allowLateImports();
    // Loaded late: the help needs neither the offline engine nor the prices.
    const { cost } = await import("./cost/command.js");
    return cost(args, process.cwd(), stop, process);
  },
  () => {
    if (args.includes("--json")) process.stdout.write(costError("interrupted"));
  },
);
