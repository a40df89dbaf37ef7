import { isCredential } from "../../infra/credentials/twilioCredentials";
import { refuseKeptByNpm } from "../../scripts/terminal/commandLine";
import {
  HELP_OPTION,
  optionLines,
  readOptions,
  type Options,
  type OptionSpecs,
} from "../../scripts/terminal/options";
import { wrongUse } from "../../scripts/terminal/scriptError";
import { planOptions, readPlanRequest, type PlanRequest } from "./planOptions";

/** What is printed: the whole report, its short form, JSON, or a comment for a pull request. */
export type Format = "human" | "quiet" | "json" | "markdown";

/** What the command line asks for. */
export interface Request extends PlanRequest {
  readonly envFile: string | undefined;
  /** File with levels and settings of the policy pack's rules. */
  readonly policyConfigFile: string | undefined;
  /** Whether placeholders in the config are accepted. */
  readonly allowPlaceholders: boolean;
  readonly format: Format;
  /** Branch, tag or hash of the commit to compare with. */
  readonly diff: string | undefined;
  /** File for the page with the plan. */
  readonly page: string | undefined;
  readonly help: boolean;
  /** Seconds after which the processes are ended. */
  readonly timeoutSeconds: number;
}

const OPTIONS = {
  ...planOptions(
    "preview",
    "try another setting, for example environment.LOG_LEVEL=DEBUG; repeatable",
  ),
  "env-file": {
    type: "string",
    value: "PATH",
    description: "file with the credentials (default: .env where there is one, else samples)",
  },
  "policy-pack-config": {
    type: "string",
    value: "FILE",
    description: "JSON file with levels and settings of the policies, as Pulumi's CLI takes it",
  },
  "allow-placeholders": {
    type: "boolean",
    description: "plan an example such as prod, whose placeholders are still to be replaced",
  },
  timeout: {
    type: "string",
    value: "SECONDS",
    description: "give up after this time (default: 120)",
  },
  quiet: { type: "boolean", description: "print only the number of resources and each violation" },
  json: { type: "boolean", description: "print one JSON object on stdout" },
  markdown: {
    type: "boolean",
    description: "print a pull request comment: the difference to the commit where main was left",
  },
  diff: {
    type: "string",
    value: "REF",
    description: "print the difference to the plan of another commit, branch or tag",
  },
  html: {
    type: "string",
    value: "FILE",
    description: "write a page with a diagram of the plan, next to what is printed",
  },
  help: HELP_OPTION,
} as const satisfies OptionSpecs;

/** Longest timeout in seconds: a day. Node's timers take up to 24 days. */
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
    ...readPlanRequest(options),
    envFile: options.text("env-file"),
    policyConfigFile: options.text("policy-pack-config"),
    allowPlaceholders: options.flag("allow-placeholders"),
    format: formatOf(options),
    diff: options.text("diff"),
    page: options.text("html"),
    help: options.flag("help"),
    timeoutSeconds,
  };
}

const FORMATS = ["quiet", "json", "markdown"] as const;

function formatOf(options: Options): Format {
  const [format = "human", ...others] = FORMATS.filter((name) => options.flag(name));
  if (others.length === 0) return format;
  const given = [format, ...others].map((name) => `--${name}`).join(", ");
  throw wrongUse(
    `${given} exclude each other: each prints the report in its own form`,
    "give one of them",
  );
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
