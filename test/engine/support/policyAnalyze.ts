import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CommandResult, startPulumi } from "./cli";

/** The rules that allow more in development. */
const DEVELOPMENT_RULES = [
  "twilio-listeners-encrypted",
  "twilio-secret-recovery-window",
  "twilio-tasks-private",
  "twilio-tasks-without-ecs-exec",
];

/** Checks a stack's state in a file with the pack in a project's folder, by `pulumi policy analyze`. */
export function analyzeState(
  file: string,
  stack: string,
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<CommandResult> {
  // This command passes no stack config to the pack. The policy config says that this is a development stack.
  const config = join(options.cwd, "policy-config.json");
  const development = { developmentStacks: [stack] };
  const rules = DEVELOPMENT_RULES.map((rule) => [rule, development] as const);
  writeFileSync(config, JSON.stringify(Object.fromEntries(rules)));
  const pack = ["--policy-pack", join(options.cwd, "policy"), "--policy-pack-config", config];
  return startPulumi(["policy", "analyze", ...pack, "--file", file], options).result;
}
