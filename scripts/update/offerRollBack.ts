import { arnParts } from "../aws/arn";
import { ECSClient } from "@aws-sdk/client-ecs";
import { createInterface } from "node:readline/promises";
import { openAwsSession } from "../aws/session";
import { deploymentInProgress, rollBack, rollBackCommands } from "../ecs/service/stopDeployment";
import { Report, type ReportStreams } from "../terminal/report";
import type { StackState } from "../stack/state";

/** The resource part of a service's ARN. */
const SERVICE_RESOURCE = /^service\/(?<cluster>[^/]+)\/(?<service>.+)$/;

/** The terminal for the question and the answer. */
export interface Terminal extends ReportStreams {
  readonly stdin: NodeJS.ReadStream;
}

/**
 * Offers to roll back a deployment after a second Ctrl-C. After the first, Pulumi's CLI finishes its running steps; at the second
 * it breaks off. Neither reaches ECS, which continues the deployment. Without a terminal this prints the commands. It does
 * nothing for a stack without a service, because a first deployment has no version to roll back to.
 *
 * @throws ScriptError if AWS refuses
 */
export async function offerRollBack(
  state: StackState | undefined,
  terminal: Terminal,
): Promise<void> {
  const service = state?.resources.find(({ type }) => type === "aws:ecs/service:Service");
  const { region, resource } = arnParts(service?.id ?? "");
  const { cluster, service: name } = SERVICE_RESOURCE.exec(resource)?.groups ?? {};
  if (cluster === undefined || name === undefined) return;
  const target = { cluster, service: name };
  const report = new Report("up", false, terminal);
  report.line(`\nECS goes on with the deployment of ${name}: Ctrl-C does not reach it.`);
  if (!(await agrees(terminal))) {
    report.line("To stop it and roll back to the version before:");
    for (const command of rollBackCommands(target, region)) report.line(`  ${command}`);
    return;
  }
  const session = await openAwsSession(region, report);
  const client = new ECSClient(session.clientConfig);
  const deployment = await deploymentInProgress(session, client, target);
  if (deployment === undefined) {
    report.line("ECS has no deployment in progress: there is nothing to stop.");
    return;
  }
  await rollBack(session, client, deployment);
  report.line("ECS rolls back to the version before. The next npm run up deploys again.");
}

async function agrees({ stdin, stdout }: Terminal): Promise<boolean> {
  if (!stdin.isTTY || !stdout.isTTY) return false;
  const questions = createInterface({ input: stdin, output: stdout });
  // A third Ctrl-C counts as no.
  const end = new Promise<string>((resolve) => {
    questions.once("close", () => {
      resolve("");
    });
  });
  const question = "Stop it now, and roll back to the version before? (yes/no) ";
  const answer = await Promise.race([questions.question(question), end]);
  questions.close();
  return /^y(es)?$/i.test(answer.trim());
}
