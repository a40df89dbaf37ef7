import { isCredential } from "../infra/credentials/twilioCredentials";
import { refuseKeptByNpm } from "../scripts/terminal/commandLine";
import {
  HELP_OPTION,
  optionLines,
  readOptions,
  type OptionSpecs,
} from "../scripts/terminal/options";
import { wrongUse } from "../scripts/terminal/scriptError";

/** What the command line asks for. */
export interface Request {
  readonly stack: string;
  /** `key=value`, as typed. */
  readonly overrides: readonly string[];
  readonly envFile: string | undefined;
  readonly json: boolean;
  /** Whether a person is shown only what a reviewer needs. */
  readonly quiet: boolean;
  readonly help: boolean;
  /** Seconds after which the processes are ended. */
  readonly timeoutSeconds: number;
}

const OPTIONS = {
  stack: { type: "string", value: "NAME", description: "stack to preview (default: dev)" },
  config: {
    type: "string",
    value: "KEY=VALUE",
    repeatable: true,
    description: "try another setting, for example environment.LOG_LEVEL=DEBUG; repeatable",
  },
  "env-file": {
    type: "string",
    value: "PATH",
    description: "file with the credentials (default: .env where there is one, else samples)",
  },
  timeout: {
    type: "string",
    value: "SECONDS",
    description: "give up after this time (default: 120)",
  },
  quiet: { type: "boolean", description: "print only the number of resources and each violation" },
  json: { type: "boolean", description: "print one JSON object on stdout" },
  help: HELP_OPTION,
} as const satisfies OptionSpecs;

/** The longest time that may be waited for: a day, in seconds. Node's timers end at 24 of them. */
const LONGEST_TIMEOUT = 86_400;

/** Reads the arguments. @throws ScriptError for an unknown option, a missing value, or one that npm kept */
export function readRequest(args: readonly string[], env: NodeJS.ProcessEnv): Request {
  refuseKeptByNpm("npm start", args, OPTIONS, env);
  const options = readOptions(args, OPTIONS, isCredential);
  const timeoutSeconds = Number(options.text("timeout") ?? 120);
  if (!(timeoutSeconds > 0 && timeoutSeconds <= LONGEST_TIMEOUT)) {
    throw wrongUse(`--timeout needs a number of seconds above 0, ${LONGEST_TIMEOUT} at most`);
  }
  return {
    stack: options.text("stack") ?? "dev",
    overrides: options.texts("config"),
    envFile: options.text("env-file"),
    json: options.flag("json"),
    quiet: options.flag("quiet"),
    help: options.flag("help"),
    timeoutSeconds,
  };
}

/** The text of --help. */
export function helpText(): string {
  return [
    "Shows the whole plan with the policies' verdicts, without AWS, Pulumi CLI or network.",
    "",
    "Usage: npm start -- [options]",
    "",
    ...optionLines(OPTIONS),
    "",
    "Exit code: 0 no mandatory violation, 1 a mandatory violation, 2 no verdict (bad input, or the program failed).",
    "",
  ].join("\n");
}
