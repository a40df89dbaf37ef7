import { arnParts } from "../aws/arn";
import { ECSClient } from "@aws-sdk/client-ecs";
import { createInterface } from "node:readline/promises";
import { openAwsSession } from "../aws/session";
import { deploymentInProgress, rollBack, rollBackCommands } from "../ecs/service/stopDeployment";
import { Report, type ReportStreams } from "../terminal/report";
import type { StackState } from "../stack/state";

/** The part of a service's ARN that names it. */
const SERVICE_RESOURCE = /^service\/(?<cluster>[^/]+)\/(?<service>.+)$/;

/** The terminal that is asked, and answered on. */
export interface Terminal extends ReportStreams {
  readonly stdin: NodeJS.ReadStream;
}

/**
 * Offers to take a deployment back after a second Ctrl-C. The first one lets Pulumi's CLI end its running step, and the second makes
 * it break off; neither reaches ECS, which goes on with the deployment. Without a terminal it says the commands. Does nothing
 * for a stack without a service: a first deployment has nothing to go back to.
 *
 * @throws ScriptError when AWS refuses
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
    report.line("To stop it and go back to the version before:");
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
  report.line("ECS goes back to the version before. The next npm run up deploys again.");
}

async function agrees({ stdin, stdout }: Terminal): Promise<boolean> {
  if (!stdin.isTTY || !stdout.isTTY) return false;
  const questions = createInterface({ input: stdin, output: stdout });
  // A third Ctrl-C is a no.
  const end = new Promise<string>((resolve) => {
    questions.once("close", () => {
      resolve("");
    });
  });
  const question = "Stop it now, and go back to the version before? (yes/no) ";
  const answer = await Promise.race([questions.question(question), end]);
  questions.close();
  return /^y(es)?$/i.test(answer.trim());
}
