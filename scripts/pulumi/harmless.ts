import { isCredential } from "../../infra/credentials/twilioCredentials";
import { type CliArguments, type GivenOption, readCliArguments } from "./cliArguments";
import { anyCommandsOption, CLI_OPTIONS, type CliCommand, type CliOption } from "./cliOptions";
import { goBoolean, goInteger } from "./goValues";
import { harmlessVariable, REFUSED_VARIABLES } from "./variables";
import { wrongUse } from "../terminal/scriptError";

/** Prefix of the environment variables that set options of the CLI. */
const OPTION_VARIABLE = "PULUMI_OPTION_";

/** Arguments that may be passed on. */
export interface HarmlessArguments {
  /** The arguments in the form `--name=value`, which the CLI can read in only one way. */
  readonly args: readonly string[];
  /** The last value given for an option. */
  readonly valueOf: (name: string) => string | undefined;
}

/**
 * Accepts only arguments that are known to write no credential anywhere and not to weaken the policy pack's check.
 *
 * @throws ScriptError with exit code 2. It names every other argument and variable, why it is not passed on, and the CLI's own
 *   command. It shows no value that looks like a credential
 */
export function requireHarmless(
  command: CliCommand,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): HarmlessArguments {
  const read = readCliArguments(args, CLI_OPTIONS[command]);
  const ofArguments = argumentFaults(read);
  const ofVariables = variableFaults(env);
  const faults = [...ofArguments, ...ofVariables];
  if (faults.length > 0) {
    const ways = [
      ...(ofArguments.length === 0 ? [] : ["leave it out"]),
      ...(ofVariables.length === 0 ? [] : [unsetting(ofVariables)]),
    ];
    throw wrongUse(
      [`not passed on to pulumi ${command}:`, ...faults.map((fault) => `  ${fault}`)].join("\n"),
      `${ways.join(", and ")}${plainCommand(command, args)}`,
    );
  }
  return {
    args: read.given.map(asArgument),
    valueOf: (name) => read.given.findLast((given) => given.name === name)?.value,
  };
}

/**
 * Refuses to run Pulumi's CLI, directly or through the Automation API, with variables that are not known to be harmless.
 *
 * @throws ScriptError with exit code 2 that names the variables and why
 */
export function requireHarmlessVariables(env: NodeJS.ProcessEnv): void {
  const faults = variableFaults(env);
  if (faults.length === 0) return;
  throw wrongUse(
    ["Pulumi's CLI is not started with these variables:", ...faults.map((f) => `  ${f}`)].join(
      "\n",
    ),
    unsetting(faults),
  );
}

/** The command that unsets the variables in these faults. */
function unsetting(faults: readonly string[]): string {
  return `unset ${faults.map((fault) => fault.slice(0, fault.indexOf(":"))).join(" ")}`;
}

function argumentFaults({ given, positionals, faults }: CliArguments): string[] {
  return [
    ...given.flatMap((option) => {
      const fault = faultOf(option);
      return fault === undefined ? [] : [`--${option.name}: ${fault}`];
    }),
    ...faults,
    ...(positionals.length === 0 ? [] : ["an argument that belongs to no option"]),
  ];
}

function faultOf({ option, value }: Pick<GivenOption, "option" | "value">): string | undefined {
  const { kind, refused, highest, whyNotHigher } = option;
  if (value !== undefined && isCredentialIn(value)) {
    return "the value looks like a credential: do not put one on a command line";
  }
  if (kind === "switch") {
    const on = value === undefined ? true : goBoolean(value);
    if (on === undefined) return "true or false is expected";
    return on ? refused : undefined;
  }
  if (refused !== undefined) return refused;
  if (kind !== "number") return undefined;
  const number = goInteger(value ?? "");
  if (number === undefined) return "a whole number is expected";
  return highest !== undefined && number > highest ? whyNotHigher : undefined;
}

/** Whether an argument contains a credential: by itself, after a key as in `--config KEY=VALUE`, or after dashes. */
function isCredentialIn(value: string): boolean {
  return isCredential(value.replace(/^-+/, "")) || value.split("=").some(isCredential);
}

/** The faults in the environment. Each starts with the variable's name. */
function variableFaults(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(env).flatMap(([name, value = ""]) => {
    const fault = variableFault(name, value);
    return fault === undefined ? [] : [`${name}: ${fault}`];
  });
}

function variableFault(name: string, value: string): string | undefined {
  if (!name.startsWith("PULUMI_") || value === "") return undefined;
  if (!name.startsWith(OPTION_VARIABLE)) {
    return harmlessVariable(name, value)
      ? undefined
      : (REFUSED_VARIABLES[name] ?? "it is not among the variables that are known to be harmless");
  }
  const option = name.slice(OPTION_VARIABLE.length).toLowerCase().replaceAll("_", "-");
  const known = anyCommandsOption(option);
  if (known === undefined) {
    return `--${option} is not among the options that are known to be harmless`;
  }
  return faultOf({ option: known, value: variableValue(known, value) });
}

/** The CLI reads only true, false, 1 and 0 for a switch's variable, in upper or lower case, and ignores other values. */
function variableValue({ kind }: CliOption, value: string): string {
  if (kind !== "switch") return value;
  return ["false", "0"].includes(value.toLowerCase()) ? "false" : "true";
}

function asArgument({ name, option, value }: GivenOption): string {
  if (value === undefined) return `--${name}`;
  if (option.kind === "switch") return `--${name}=${String(goBoolean(value))}`;
  return `--${name}=${option.kind === "number" ? String(goInteger(value)) : value}`;
}

/** The CLI's own command, for users who need these arguments or variables anyway; "" if it would contain a credential. */
function plainCommand(command: CliCommand, args: readonly string[]): string {
  if (args.some(isCredentialIn)) return "";
  const pack = command === "destroy" ? [] : ["--policy-pack", "policy"];
  const line = ["npx pulumi", command, ...pack, ...args.map(quoted)].join(" ");
  return `; to run it anyway, call the CLI: ${line}`;
}

function quoted(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
}
