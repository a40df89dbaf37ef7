/** A command of Pulumi's CLI that has an npm script of this project. */
export type CliCommand = "preview" | "up" | "destroy";

/** The form of an option's value, as the CLI's own parser (pflag) reads it. */
export type CliOptionKind =
  /** `--name`, or `--name=false`: never takes the next argument. */
  | "switch"
  /** `--name VALUE` or `--name=VALUE`. */
  | "text"
  /** `--name` alone or `--name=VALUE`: never takes the next argument. */
  | "optional text"
  /** A whole number in any base that Go supports. */
  | "number";

/** One option of the CLI. */
export interface CliOption {
  readonly kind: CliOptionKind;
  /** Its one-letter form, without the dash. */
  readonly short?: string;
  /** Why the option is not passed on. Without a reason it is. */
  readonly refused?: string;
  /** The largest number that is passed on. */
  readonly highest?: number;
  /** Why a larger number is not passed on. */
  readonly whyNotHigher?: string;
}

/** From level 9 on, the engine logs the properties of every resource, including secrets. Observed with CLI 3.260. */
const HIGHEST_LOG_LEVEL = 8;

/** A switch that is passed on. */
const SWITCH = { kind: "switch" } as const satisfies CliOption;

/** A text that is passed on. */
const TEXT = { kind: "text" } as const satisfies CliOption;

const OPTIONAL_TEXT = { kind: "optional text" } as const satisfies CliOption;

const NUMBER = { kind: "number" } as const satisfies CliOption;

/** Options that every command has. Source: `pulumi --help` of CLI 3.260. */
const OF_ALL = {
  color: TEXT,
  cwd: { ...TEXT, short: "C" },
  emoji: { ...SWITCH, short: "e" },
  "fully-qualify-stack-names": { ...SWITCH, short: "Q" },
  help: { ...SWITCH, short: "h" },
  logtostderr: SWITCH,
  "non-interactive": SWITCH,
  verbose: {
    ...NUMBER,
    short: "v",
    highest: HIGHEST_LOG_LEVEL,
    whyNotHigher: `a log of level ${HIGHEST_LOG_LEVEL + 1} or more holds every resource with the credentials in it`,
  },
  tracing: { ...TEXT, refused: "the trace holds every call with the credentials in it" },
  "tracing-header": { ...TEXT, refused: "it belongs to --tracing" },
  "otel-traces": { ...TEXT, refused: "the trace leaves the CLI, and may hold what the calls hold" },
  profiling: { ...TEXT, refused: "a memory profile is written to a file" },
  memprofilerate: { ...NUMBER, refused: "it belongs to --profiling" },
  logflow: {
    ...SWITCH,
    refused: "AWS's provider then logs too, and its requests hold credentials",
  },
  "disable-integrity-checking": { ...SWITCH, refused: "the CLI would work on a damaged state" },
} as const satisfies Readonly<Record<string, CliOption>>;

/** Options that preview, up and destroy have. */
const OF_OPERATIONS = {
  config: { ...TEXT, short: "c" },
  "config-file": TEXT,
  "config-path": SWITCH,
  debug: { ...SWITCH, short: "d" },
  diff: SWITCH,
  exclude: TEXT,
  "ignore-protect": SWITCH,
  json: { ...SWITCH, short: "j" },
  message: { ...TEXT, short: "m" },
  parallel: { ...NUMBER, short: "p" },
  refresh: { ...OPTIONAL_TEXT, short: "r" },
  "run-program": SWITCH,
  "show-config": SWITCH,
  "show-full-output": SWITCH,
  "show-replacement-steps": SWITCH,
  "show-sames": SWITCH,
  "skip-plugin-pre-install": SWITCH,
  stack: { ...TEXT, short: "s" },
  "suppress-outputs": SWITCH,
  "suppress-permalink": OPTIONAL_TEXT,
  "suppress-progress": SWITCH,
  target: { ...TEXT, short: "t" },
  "target-dependents": SWITCH,
  urns: SWITCH,
  "show-secrets": { ...SWITCH, refused: "it prints secret values" },
  "attach-debugger": {
    ...OPTIONAL_TEXT,
    refused: "a debugger sees the program's memory, the credentials included",
  },
  client: { ...TEXT, refused: "another process would run instead of the program" },
  neo: { ...SWITCH, refused: "it sends what the run prints to a service" },
  copilot: { ...SWITCH, refused: "it sends what the run prints to a service" },
  "neo-task-on-failure": { ...SWITCH, refused: "it sends what the run prints to a service" },
  "override-env": {
    ...TEXT,
    refused: "another environment's config would replace this stack's",
  },
  remote: {
    ...SWITCH,
    refused: "another machine would run it, without this folder's policy pack",
  },
  "event-log": { ...TEXT, refused: "the engine's events are written to a file" },
  "skip-config-validation": {
    ...SWITCH,
    refused: "the stack's config could then hold a credential in plaintext",
  },
} as const satisfies Readonly<Record<string, CliOption>>;

/** Options of preview and up, the commands that run the policy pack. */
const OF_JUDGED = {
  "exclude-dependents": SWITCH,
  "expect-no-changes": SWITCH,
  "policy-pack": TEXT,
  "policy-pack-config": TEXT,
  replace: TEXT,
  "show-policy-remediations": SWITCH,
  "show-reads": SWITCH,
  "target-replace": TEXT,
} as const satisfies Readonly<Record<string, CliOption>>;

/** Each command's options, by name. An option that is not listed is not passed on. */
export const CLI_OPTIONS: Readonly<Record<CliCommand, Readonly<Record<string, CliOption>>>> = {
  preview: {
    ...OF_ALL,
    ...OF_OPERATIONS,
    ...OF_JUDGED,
    exclude: { ...TEXT, short: "x" },
    "import-file": TEXT,
    "save-plan": TEXT,
  },
  up: {
    ...OF_ALL,
    ...OF_OPERATIONS,
    ...OF_JUDGED,
    "continue-on-error": SWITCH,
    strict: SWITCH,
    yes: { ...SWITCH, short: "y" },
    "skip-preview": {
      ...SWITCH,
      short: "f",
      refused: "without a preview, the rules over the whole plan run only after the update",
    },
    plan: {
      ...TEXT,
      refused: "the CLI calls it experimental; --strict holds an update to its preview",
    },
    "secrets-provider": { ...TEXT, refused: "it is for new stacks from a template" },
  },
  destroy: {
    ...OF_ALL,
    ...OF_OPERATIONS,
    exclude: { ...TEXT, short: "x" },
    "continue-on-error": SWITCH,
    "exclude-protected": SWITCH,
    "preview-only": SWITCH,
    remove: SWITCH,
    "skip-preview": { ...SWITCH, short: "f" },
    yes: { ...SWITCH, short: "y" },
  },
};

/**
 * Finds an option by name in all commands. It is for variables, which apply to every command. If a command refuses it, that
 * counts.
 */
export function anyCommandsOption(name: string): CliOption | undefined {
  const found = Object.values(CLI_OPTIONS).flatMap((options) =>
    Object.hasOwn(options, name) ? [options[name]] : [],
  );
  return found.find((option) => option?.refused !== undefined) ?? found[0];
}
