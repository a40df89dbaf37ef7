import type { OptionSpec } from "./options";
import { wrongUse } from "./scriptError";

/** Options by name. */
type Names = Readonly<Record<string, Pick<OptionSpec, "type" | "value">>>;

/** A command's output streams, and the environment that npm passed to it. */
export interface CommandTerminal {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly env: NodeJS.ProcessEnv;
}

/** Returns the process's own arguments. package.json puts a `--` first, because Node would otherwise read `--env-file` itself. */
export function ownArguments(argv: readonly string[] = process.argv): string[] {
  const args = argv.slice(2);
  return args[0] === "--" ? args.slice(1) : args;
}

/** Whether the arguments ask for the help, whatever else they contain. */
export function asksForHelp(args: readonly string[]): boolean {
  return args.includes("--help") || args.includes("-h");
}

/**
 * Refuses to start if an option comes before npm's own `--`. npm keeps such an option for itself, and the command would do
 * something else than the user asked, for example the change itself instead of a dry run. npm passes these options as environment
 * variables.
 *
 * @param command - the npm command, for example `npm run up`
 * @throws ScriptError with exit code 2 that names the options, but no value
 */
export function refuseKeptByNpm(
  command: string,
  args: readonly string[],
  names: Names,
  env: NodeJS.ProcessEnv,
): void {
  const kept = Object.entries(names).filter(
    ([name]) => name !== "help" && isSet(env[variableOf(name)]) && !isGiven(args, name),
  );
  if (kept.length === 0) return;
  const options = kept.map(([name]) => `--${name}`).join(", ");
  const meant = kept.map(([name, { value }]) =>
    value === undefined ? `--${name}` : `--${name} ${value}`,
  );
  throw wrongUse(
    `npm kept ${options} for itself: it comes before --, or an .npmrc sets it`,
    `${command} -- ${meant.join(" ")}`,
  );
}

/** The environment variable in which npm passes an option that it kept. */
function variableOf(name: string): string {
  return `npm_config_${name.replaceAll("-", "_")}`;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "false";
}

function isGiven(args: readonly string[], name: string): boolean {
  return args.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
}
