import { distance } from "fastest-levenshtein";
import { parseArgs } from "node:util";
import { wrongUse } from "./scriptError";

/** One option of a script. */
export interface OptionSpec {
  readonly type: "string" | "boolean";
  /** Its one-letter form, without the dash. */
  readonly short?: string;
  /** Whether it may be given more than once. */
  readonly repeatable?: boolean;
  /** Placeholder of the value in the help text, for example `NAME`. */
  readonly value?: string;
  readonly description: string;
}

/** Options by name, without the leading dashes. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** The option that prints the help. Every command has it. */
export const HELP_OPTION = {
  type: "boolean",
  short: "h",
  description: "print this text",
} as const satisfies OptionSpec;

/** The options that every script has. */
export const COMMON_OPTIONS = {
  stack: {
    type: "string",
    value: "NAME",
    description: "Pulumi stack (default: the one that `pulumi stack select` chose)",
  },
  region: { type: "string", value: "REGION", description: "AWS region (default: the secret's)" },
  json: { type: "boolean", description: "print one JSON object on stdout" },
  help: HELP_OPTION,
} as const satisfies OptionSpecs;

/** The options as they were given. */
export class Options {
  constructor(private readonly values: ReadonlyMap<string, readonly (string | boolean)[]>) {}

  /** The text given for an option, or undefined. */
  text(name: string): string | undefined {
    return this.texts(name).at(-1);
  }

  /** All texts given for an option that may be repeated. */
  texts(name: string): readonly string[] {
    return (this.values.get(name) ?? []).filter((value) => typeof value === "string");
  }

  /** Whether a switch was given. */
  flag(name: string): boolean {
    return this.values.get(name)?.at(-1) === true;
  }
}

/**
 * Reads the arguments. An error shows what the user typed only if it looks like an option's name, because it could be a
 * credential.
 *
 * @param isCredential - whether a value looks like a credential; no option accepts one
 * @throws ScriptError with exit code 2 that names the nearest option.
 */
export function readOptions(
  args: readonly string[],
  specs: OptionSpecs,
  isCredential: (value: string) => boolean,
): Options {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(specs).map(([name, { type, short }]) => [
        name,
        short === undefined ? { type } : { type, short },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, (string | boolean)[]>();
  for (const token of tokens) {
    if (token.kind === "positional") {
      throw wrongUse(
        `argument ${token.index + 1} belongs to no option`,
        "npm passes on only what comes after --, for example: npm run … -- --stack dev",
      );
    }
    if (token.kind !== "option") continue;
    const { type, repeatable } = requireKnown(token.name, token.value, specs);
    if (token.value !== undefined && isCredential(token.value)) throw credentialGiven(token.name);
    const before = values.get(token.name) ?? [];
    if (type === "string" && repeatable !== true && before.length > 0) {
      throw wrongUse(`--${token.name} is given more than once`, "give the one that is meant");
    }
    values.set(token.name, [...before, token.value ?? true]);
  }
  return new Options(values);
}

/** The lines of a help text that describe the options. */
export function optionLines(specs: OptionSpecs): string[] {
  const rows = Object.entries(specs).map(([name, { value, description }]) => ({
    left: value === undefined ? `--${name}` : `--${name} ${value}`,
    description,
  }));
  const width = Math.max(...rows.map(({ left }) => left.length));
  return rows.map(({ left, description }) => `  ${left.padEnd(width)}  ${description}`);
}

function requireKnown(name: string, value: string | undefined, specs: OptionSpecs): OptionSpec {
  const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
  if (spec === undefined) throw unknownOption(name, specs);
  if (spec.type === "boolean" && value !== undefined) {
    throw wrongUse(`--${name} is a switch and takes no value`, "see --help");
  }
  if (spec.type === "string" && (value === undefined || value === "" || value.startsWith("--"))) {
    throw wrongUse(`--${name} needs a value: --${name} ${spec.value ?? "VALUE"}`, "see --help");
  }
  return spec;
}

/** Credentials are refused, because messages show option values, and other users of the machine can see the command line. */
function credentialGiven(name: string): Error {
  return wrongUse(
    `the value of --${name} looks like a credential: do not put one on a command line`,
    "put it into .env, and remove it from the shell's history",
  );
}

function unknownOption(name: string, specs: OptionSpecs): Error {
  const looksLikeAName = /^[a-z]+(-[a-z]+)*$/.test(name) && name.length <= 24;
  const nearest = nearestOption(name, specs);
  const shown = looksLikeAName ? `unknown option --${name}` : "unknown option";
  return wrongUse(
    nearest === undefined ? shown : `${shown}: did you mean --${nearest}?`,
    "see --help",
  );
}

/** Returns the option that was probably meant. At most two letters, and at most half of the letters, may differ. */
function nearestOption(name: string, specs: OptionSpecs): string | undefined {
  const [nearest] = Object.keys(specs)
    .map((known) => ({ known, wrong: distance(known, name) }))
    .filter(({ wrong }) => wrong <= Math.min(2, Math.floor(name.length / 2)))
    .sort((one, other) => one.wrong - other.wrong);
  return nearest?.known;
}
