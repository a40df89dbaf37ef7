import type { CliOption } from "./cliOptions";

/** One option as it was given. */
export interface GivenOption {
  /** Its long name. */
  readonly name: string;
  readonly option: CliOption;
  /** The value as text. Undefined if the option was given without one. */
  readonly value: string | undefined;
}

/** The parsed arguments of the CLI. */
export interface CliArguments {
  readonly given: readonly GivenOption[];
  /** Arguments that belong to no option. */
  readonly positionals: readonly string[];
  /** Faults in the arguments: unknown options, missing values. */
  readonly faults: readonly string[];
}

/** What was read from one or two arguments, and how many arguments that took. */
interface Reading {
  readonly given: readonly GivenOption[];
  readonly taken: number;
  readonly fault?: string;
}

/**
 * Parses arguments by the rules of the CLI's own parser, pflag: `--name=value`, `--name value`, several short options in one
 * argument (`-dv9`), a short option with its value (`-v9`, `-v=9`), and `--` before arguments that are not options. Reading stops
 * at an unknown option, because the next argument may or may not be its value.
 */
export function readCliArguments(
  args: readonly string[],
  options: Readonly<Record<string, CliOption>>,
): CliArguments {
  const given: GivenOption[] = [];
  const positionals: string[] = [];
  for (let index = 0; index < args.length;) {
    const [arg = "", ...rest] = args.slice(index);
    if (arg === "--") {
      positionals.push(...rest);
      break;
    }
    if (arg === "-" || !arg.startsWith("-")) {
      positionals.push(arg);
      index += 1;
      continue;
    }
    const next = rest[0];
    const reading = arg.startsWith("--")
      ? readLong(arg.slice(2), next, options)
      : readShort(arg.slice(1), next, options);
    given.push(...reading.given);
    if (reading.fault !== undefined) return { given, positionals, faults: [reading.fault] };
    index += reading.taken;
  }
  return { given, positionals, faults: [] };
}

function readLong(
  text: string,
  next: string | undefined,
  options: Readonly<Record<string, CliOption>>,
): Reading {
  const at = text.indexOf("=");
  const name = at === -1 ? text : text.slice(0, at);
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) return { given: [], taken: 1, fault: unknown(`--${name}`) };
  if (at !== -1) return { given: [{ name, option, value: text.slice(at + 1) }], taken: 1 };
  return withNext(name, option, next);
}

function readShort(
  letters: string,
  next: string | undefined,
  options: Readonly<Record<string, CliOption>>,
): Reading {
  const given: GivenOption[] = [];
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters.charAt(at);
    const [name, option] = Object.entries(options).find(([, { short }]) => short === letter) ?? [];
    if (name === undefined || option === undefined) {
      return { given, taken: 1, fault: unknown(`-${letter}`) };
    }
    const rest = letters.slice(at + 1);
    // In `-v=` pflag reads "=" as the value. It is a separator only if more characters follow.
    if (rest.length > 1 && rest.startsWith("=")) {
      return { given: [...given, { name, option, value: rest.slice(1) }], taken: 1 };
    }
    if (!takesNext(option)) {
      given.push({ name, option, value: undefined });
      continue;
    }
    if (rest !== "") return { given: [...given, { name, option, value: rest }], taken: 1 };
    const reading = withNext(name, option, next);
    return { ...reading, given: [...given, ...reading.given] };
  }
  return { given, taken: 1 };
}

function withNext(name: string, option: CliOption, next: string | undefined): Reading {
  if (!takesNext(option)) return { given: [{ name, option, value: undefined }], taken: 1 };
  if (next === undefined) return { given: [], taken: 1, fault: `--${name} needs a value` };
  return { given: [{ name, option, value: next }], taken: 2 };
}

function takesNext({ kind }: CliOption): boolean {
  return kind === "text" || kind === "number";
}

/** Shows what the user typed only if it looks like an option's name, because it could be a credential. */
function unknown(option: string): string {
  const isName = /^--?[a-z]+(-[a-z]+)*$/i.test(option) && option.length <= 34;
  const shown = isName ? option : "an option";
  return `${shown} is not among the options that are known to be harmless`;
}
