import { isCredential } from "../../infra/credentials/twilioCredentials";
import { refuseKeptByNpm } from "../terminal/commandLine";
import { HELP_OPTION, optionLines, readOptions, type OptionSpecs } from "../terminal/options";
import { wrongUse } from "../terminal/scriptError";
import { MANAGED_POLICY_SIZE } from "./documents";

/** What the command line asks for. */
export interface DeployerRequest {
  readonly stack: string;
  /** `key=value`, as typed. */
  readonly overrides: readonly string[];
  /** Twelve digits, or `*` for whatever account the policy is in. */
  readonly account: string;
  /** Folder to write the documents into. @default - they are printed */
  readonly folder: string | undefined;
  readonly help: boolean;
}

const OPTIONS = {
  stack: { type: "string", value: "NAME", description: "stack to deploy (default: dev)" },
  config: {
    type: "string",
    value: "KEY=VALUE",
    repeatable: true,
    description: "another setting, which the deployer may turn on as well; repeatable",
  },
  account: {
    type: "string",
    value: "ID",
    description: "AWS account in the ARNs (default: *, the account that the policy is in)",
  },
  write: {
    type: "string",
    value: "FOLDER",
    description: "write one file a policy, deployer-1.json and so on, instead of printing",
  },
  help: HELP_OPTION,
} as const satisfies OptionSpecs;

/** Reads the arguments. @throws ScriptError for an unknown option, a missing value, what npm kept, or an account that is none */
export function readDeployerRequest(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): DeployerRequest {
  refuseKeptByNpm("npm run deployer-policy", args, OPTIONS, env);
  const options = readOptions(args, OPTIONS, isCredential);
  const account = options.text("account") ?? "*";
  if (!/^(\*|\d{12})$/.test(account)) {
    throw wrongUse(
      "--account needs the twelve digits of an AWS account",
      "aws sts get-caller-identity --query Account --output text",
    );
  }
  return {
    stack: options.text("stack") ?? "dev",
    overrides: options.texts("config"),
    account,
    folder: options.text("write"),
    help: options.flag("help"),
  };
}

/** The text of --help. */
export function deployerHelp(): string {
  return [
    "Prints the IAM policy that lets a deployer make, change and remove a stack, and nothing else, from the stack's plan; nothing is",
    "asked of AWS. A managed policy may hold",
    `${MANAGED_POLICY_SIZE} characters. A larger one is printed as an array of policies; attach them all to the deployer's role.`,
    "",
    "Usage: npm run deployer-policy -- [options]",
    "",
    ...optionLines(OPTIONS),
    "",
    "  npm run --silent deployer-policy -- --stack prod > deployer.json",
    "  npm run deployer-policy -- --stack prod --write policies",
    "",
    "Exit code: 0 fine, 1 the plan has a resource type whose rights are not known, 2 wrong use or bad input.",
    "",
  ].join("\n");
}
