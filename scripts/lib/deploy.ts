import type { TwilioCredentials } from "../../infra/credentials";
import { pulumiError } from "./pulumiErrors";
import { RedactedLines } from "./redact";
import type { Report } from "./report";
import type { Stack } from "./stack";

/** The folder of the policy pack, from the project's. */
const POLICY_PACK = "policy";

/**
 * Runs `pulumi up` with the policy pack; what the CLI prints is passed on as it comes, without the credentials. An
 * interrupt lets the CLI end its running steps. The stack that was selected stays selected.
 */
export async function deploy(
  { name, workspace }: Stack,
  credentials: TwilioCredentials,
  report: Report,
): Promise<void> {
  const { Stack: AutomationStack } = await import("@pulumi/pulumi/automation/index.js");
  const selected = await workspace.stack();
  const lines = new RedactedLines(credentials, (line) => {
    report.line(line);
  });
  const print = (text: string): void => {
    lines.write(text);
  };
  const abort = new AbortController();
  const interrupt = (): void => {
    abort.abort();
  };
  process.once("SIGINT", interrupt);
  report.line(`pulumi up --stack ${name} --policy-pack ${POLICY_PACK}`);
  try {
    const stack = await AutomationStack.select(name, workspace);
    const options = { policyPacks: [POLICY_PACK], color: "never" as const, signal: abort.signal };
    await stack.up({ ...options, onOutput: print, onError: print });
  } catch (error) {
    throw pulumiError(error, "pulumi up", name);
  } finally {
    lines.end();
    process.removeListener("SIGINT", interrupt);
    if (selected !== undefined) await workspace.selectStack(selected.name);
  }
}
