import { join } from "node:path";
import type { NodeProcessOptions, StartNode } from "../../../offline/engine/nodeProcess";
import type { HostedProcess } from "./hostedProcess";
import { startHosted, type HostKind } from "./hosts";

const RUNNER = /@pulumi[\\/]pulumi[\\/]cmd[\\/](run|run-policy-pack)[\\/]/;

/**
 * Runs a program or a policy pack in a process that has already run others. The packages stay loaded. The project's own modules are
 * loaded anew, and no state of an earlier run is left. Such a run does not show how a pack switches from ts-node to tsx, nor that
 * the first run in a process is like the later ones.
 */
export const startWarm: StartNode = (args, options) => {
  const at = args.findIndex((argument) => RUNNER.test(argument));
  const [runner = "", ...rest] = args.slice(at);
  const isPack = RUNNER.exec(runner)?.[1] === "run-policy-pack";
  const run = isPack
    ? { script: join(__dirname, "servePack.ts"), args: rest.slice(1) }
    : { script: runner, args: rest };
  const kind: HostKind = {
    name: isPack ? "pack" : "program",
    nodeArguments: args.slice(0, at),
    forget: "project",
  };
  const hosted = startHosted(kind, { ...run, cwd: options.cwd, env: options.env });
  endWith(hosted, isPack, options);
  return hosted;
};

/** A pack ends by itself within this time after its last request. Its process can then run other packs. */
const GRACE_MS = 2000;

/** Sets at once the properties that Node sets on a child process that a signal has killed. */
function endWith(hosted: HostedProcess, isPack: boolean, { signal }: NodeProcessOptions): void {
  if (signal === undefined) return;
  const abort = (): void => {
    hosted.kill();
    // A program whose engine has ended would retry its calls forever.
    const timer = setTimeout(
      () => {
        hosted.killHost();
      },
      isPack ? GRACE_MS : 0,
    );
    hosted.once("exit", () => {
      clearTimeout(timer);
    });
    hosted.emit("error", signal.reason);
  };
  if (signal.aborted) process.nextTick(abort);
  signal.addEventListener("abort", abort, { once: true });
  hosted.once("exit", () => {
    signal.removeEventListener("abort", abort);
  });
}
