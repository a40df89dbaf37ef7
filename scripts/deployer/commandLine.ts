import { isCredential } from "../../infra/credentials/twilioCredentials";
import { refuseKeptByNpm } from "../terminal/commandLine";
import { HELP_OPTION, optionLines, readOptions, type OptionSpecs } from "../terminal/options";
import { wrongUse } from "../terminal/scriptError";
import { MANAGED_POLICY_SIZE } from "./documents";
import { planOptions, readPlanRequest, type PlanRequest } from "../../offline/command/planOptions";

/** The parsed command line. */
export interface DeployerRequest extends PlanRequest {
  /** Twelve digits, or `*` for the account that the policy is in. */
  readonly account: string;
  /** Folder for the documents. @default - they are printed */
  readonly folder: string | undefined;
  readonly help: boolean;
}

const OPTIONS = {
  ...planOptions("deploy", "another setting that the deployer may use as well; repeatable"),
  account: {
    type: "string",
    value: "ID",
    description: "AWS account in the ARNs (default: *, the account that the policy is in)",
  },
  write: {
    type: "string",
    value: "FOLDER",
    description: "write one file for each policy, deployer-1.json and so on, instead of printing",
  },
  help: HELP_OPTION,
} as const satisfies OptionSpecs;

/**
 * Reads the arguments.
 *
 * @throws ScriptError for an unknown option, a missing value, an option that npm kept, or a malformed account
 */
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
    ...readPlanRequest(options),
    account,
    folder: options.text("write"),
    help: options.flag("help"),
  };
}

/** The text of --help. */
export function deployerHelp(): string {
  return [
    "Prints the IAM policy that a deployer needs to make, change and delete a stack, and nothing more. It is made from the stack's",
    "plan, without a call to AWS. A managed policy may have",
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
