import { distance } from "fastest-levenshtein";
import { parseArgs } from "node:util";
import { CREDENTIALS } from "../../infra/credentials";
import { wrongUse } from "./scriptError";

/** One option of a script. */
export interface OptionSpec {
  readonly type: "string" | "boolean";
  /** What stands for the value in the help text, for example `NAME`. */
  readonly value?: string;
  readonly description: string;
}

/** Options by name, without the leading dashes. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** The options that every script has. */
export const COMMON_OPTIONS = {
  stack: {
    type: "string",
    value: "NAME",
    description: "Pulumi stack; without it, the one that `pulumi stack select` chose",
  },
  region: { type: "string", value: "REGION", description: "AWS region; without it, the secret's" },
  json: { type: "boolean", description: "print one JSON object on stdout" },
  help: { type: "boolean", description: "print this text" },
} as const satisfies OptionSpecs;

/** The options as they were given. */
export class Options {
  readonly #values: ReadonlyMap<string, string | boolean>;

  constructor(values: Readonly<Record<string, string | boolean | undefined>>) {
    this.#values = new Map(
      Object.entries(values).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value] as const],
      ),
    );
  }

  /** The text given for an option, or undefined. */
  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === "string" ? value : undefined;
  }

  /** Whether a switch was given. */
  flag(name: string): boolean {
    return this.#values.get(name) === true;
  }
}

/**
 * Reads the arguments. What a person typed is never repeated in an error unless it has the form of an option's name: it
 * could be a credential.
 *
 * @throws ScriptError with exit code 2 that names the nearest option.
 */
export function readOptions(args: readonly string[], specs: OptionSpecs): Options {
  const { values, tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(Object.entries(specs).map(([name, { type }]) => [name, { type }])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === "positional") {
      throw wrongUse(
        `argument ${token.index + 1} belongs to no option`,
        "npm passes on only what stands after --, for example: npm run … -- --stack dev",
      );
    }
    if (token.kind === "option") requireKnown(token.name, token.value, specs);
  }
  return new Options(Object.fromEntries(Object.entries(values).map(([k, v]) => [k, single(v)])));
}

function requireKnown(name: string, value: string | undefined, specs: OptionSpecs): void {
  const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
  if (spec === undefined) throw unknownOption(name, specs);
  if (spec.type === "boolean" && value !== undefined) {
    throw wrongUse(`--${name} is a switch and takes no value`, "see --help");
  }
  if (spec.type === "string" && (value === undefined || value === "" || value.startsWith("--"))) {
    throw wrongUse(`--${name} needs a value: --${name} ${spec.value ?? "VALUE"}`, "see --help");
  }
  if (value !== undefined) refuseCredential(name, value);
}

/** A value of an option ends up in messages, and it stands on a command line already. */
function refuseCredential(name: string, value: string): void {
  if (!CREDENTIALS.some(({ pattern }) => pattern.test(value))) return;
  throw wrongUse(
    `the value of --${name} looks like a credential: none belongs on a command line`,
    "put it into .env and take it out of the shell's history",
  );
}

function unknownOption(name: string, specs: OptionSpecs): Error {
  const looksLikeAName = /^[a-z]+(-[a-z]+)*$/.test(name) && name.length <= 24;
  const nearest = Object.keys(specs).find((known) => distance(known, name) <= 2);
  const shown = looksLikeAName ? `unknown option --${name}` : "unknown option";
  return wrongUse(
    nearest === undefined ? shown : `${shown}: did you mean --${nearest}?`,
    "see --help",
  );
}

function single(value: unknown): string | boolean | undefined {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === "string" || typeof last === "boolean" ? last : undefined;
}
