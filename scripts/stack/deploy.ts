import type { TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import { holdInterrupts, interrupted } from "../terminal/interrupts";
import { refusalToRepeat } from "./pendingCreations";
import { pulumiError } from "./pulumiErrors";
import { RedactedLines } from "../secret/redact";
import type { Report } from "../terminal/report";
import type { Stack } from "./stack";

/** The folder of the policy pack, from the project's. */
const POLICY_PACK = "policy";

/**
 * Runs `pulumi up` with the policy pack; what the CLI prints is passed on as it comes, without the credentials. An
 * interrupt lets the CLI end its running steps. The stack that was selected stays selected.
 *
 * @throws ScriptError when the update fails, is interrupted, or would make a second time what a killed one began
 */
export async function deploy(
  { name, workspace }: Stack,
  credentials: TwilioCredentials,
  report: Report,
): Promise<void> {
  const selection = { stack: name, cwd: workspace.workDir };
  const refusal = await refusalToRepeat("pulumi", selection, process.env);
  if (refusal !== undefined) throw refusal;
  const { Stack: AutomationStack } = await import("@pulumi/pulumi/automation/index.js");
  const selected = await workspace.stack();
  const lines = new RedactedLines(credentials, (line) => {
    report.passOn(line);
  });
  const print = (text: string): void => {
    lines.write(text);
  };
  report.line(`pulumi up --stack ${name} --policy-pack ${POLICY_PACK}`);
  const ended = await holdInterrupts(async (signal) => {
    const stack = await AutomationStack.select(name, workspace);
    const options = { policyPacks: [POLICY_PACK], color: "never" as const, signal };
    await stack.up({ ...options, onOutput: print, onError: print });
  });
  lines.end();
  if (selected !== undefined) await workspace.selectStack(selected.name);
  if (ended.error !== undefined) report.showKept();
  if (ended.interrupted) throw interrupted(" during pulumi up", `npm run up -- --stack ${name}`);
  if (ended.error !== undefined)
    throw pulumiError(ended.error, "pulumi up", name, "see its lines above");
}
