import { deployerHelp } from "./deployer/commandLine";
import { asksForHelp, ownArguments } from "./terminal/commandLine";
import { endOnSignal } from "./terminal/process/endOnSignal";
import { allowLateImports } from "./terminal/process/lateImports";

void endOnSignal(async (stop) => {
  const args = ownArguments();
  if (asksForHelp(args)) {
    process.stdout.write(deployerHelp());
    return 0;
  }
  await allowLateImports();
  // Loaded late: the help needs no offline engine.
  const { deployerPolicy } = await import("./deployer/command.js");
  return deployerPolicy(args, process.cwd(), stop, process);
});
