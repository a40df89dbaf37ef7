import {
  DescribeServiceDeploymentsCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  type ServiceDeployment,
} from "@aws-sdk/client-ecs";
import { setTimeout as sleep } from "node:timers/promises";
import { isPassing } from "../../aws/errors";
import type { AwsSession } from "../../aws/session";
import type { ScriptInputs } from "../../stack/scriptInputs";
import { checksOrFailure } from "../../terminal/checksOrFailure";
import { endingWith, interrupted } from "../../terminal/process/interrupts";
import type { Check, Report } from "../../terminal/report";
import { checkFailed } from "../../terminal/scriptError";
import { describeService } from "../ecs";
import { stoppedTaskChecks } from "../tasks/stoppedTasks";
import { endCheck, isOver, stateLine } from "./deploymentState";
import type { EcsService } from "./stopDeployment";
import { targetHealthChecks } from "./targetHealth";

/** Time between two looks at a deployment, in milliseconds. */
const LOOK_EVERY_MS = 2_000;

/** Looks in a row that may find no way to AWS before the watching ends: a laptop's network comes and goes. */
const MISSED_LOOKS = 60;

/** What is watched, and with what. */
interface Watch {
  readonly session: AwsSession;
  readonly client: ECSClient;
  readonly service: EcsService;
  /** The one that the deployment brings: tasks of another one tell of the past. */
  readonly taskDefinition: string;
  readonly report: Report;
}

/**
 * Does what `--watch` asks of a script: follows the deployment of its service to the end, and prints how it ended.
 *
 * @throws ScriptError where the options and the stack name no service, or AWS refuses
 */
export async function watchFirst(
  session: AwsSession,
  inputs: ScriptInputs,
  report: Report,
): Promise<void> {
  const service = { cluster: inputs.required("cluster"), service: inputs.required("service") };
  report.add(...(await watchDeployment(session, service, report)));
  report.table();
}

/**
 * Follows a service's newest deployment to its end: a line for each change of its state, for each reason why a task stopped, and
 * for each state of the load balancer's targets. Returns how it ended, and what the tasks and the targets say then.
 *
 * @throws ScriptError where there is no such service, or AWS refuses
 */
export async function watchDeployment(
  session: AwsSession,
  service: EcsService,
  report: Report,
): Promise<Check[]> {
  const client = new ECSClient(session.clientConfig);
  // A service that is not there has no deployments either, and ECS's answer would not say which of the two it is.
  const described = await describeService(session, client, service.cluster, service.service);
  const { taskDefinition = "" } = described;
  const watch = { session, client, service, taskDefinition, report };
  const arn = await newest(watch);
  if (arn === undefined) {
    const detail = "ECS knows of none in the last 90 days";
    return [{ name: "deployment", result: "note", detail }];
  }
  report.fact("deployment", "deploys", arn);
  const end = interrupted(": ECS goes on with the deployment", "run it again to see how it ends");
  return endingWith(end, async () => {
    const deployment = await follow(watch, arn);
    return [endCheck(deployment), ...(await findings(watch, deployment))];
  });
}

async function newest({ session, client, service }: Watch): Promise<string | undefined> {
  const answer = await client
    .send(new ListServiceDeploymentsCommand(service))
    .catch((error: unknown) => {
      throw session.failed(error, "ecs:ListServiceDeployments", service.service);
    });
  const age = ({ createdAt }: ServiceDeployment): number => createdAt?.getTime() ?? 0;
  const [first] = (answer.serviceDeployments ?? []).toSorted((one, other) => age(other) - age(one));
  return first?.serviceDeploymentArn;
}

/** Looks at a deployment until it is over, and says what has changed since the last look. */
async function follow(watch: Watch, arn: string): Promise<ServiceDeployment> {
  const { report } = watch;
  const said = new Set<string>();
  let last = "";
  for (;;) {
    const deployment = await describe(watch, arn);
    const state = stateLine(deployment);
    if (state !== last) report.line(`${time()}  ${state}`);
    last = state;
    if (isOver(deployment)) return deployment;
    for (const { name, result, detail } of await findings(watch, deployment)) {
      const line = `${name}: ${detail}`;
      if (result === "ok" || said.has(line)) continue;
      said.add(line);
      report.line(`${time()}  ${line}`);
    }
    report.progress("Waiting for the deployment");
    await sleep(LOOK_EVERY_MS);
  }
}

async function describe({ session, client }: Watch, arn: string): Promise<ServiceDeployment> {
  for (let missed = 0; ; missed += 1) {
    try {
      const { serviceDeployments = [] } = await client.send(
        new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
      );
      if (serviceDeployments[0] !== undefined) return serviceDeployments[0];
      throw checkFailed(`ECS no longer knows the deployment ${arn}`, "run it again");
    } catch (error) {
      if (missed >= MISSED_LOOKS || !isPassing(error)) {
        throw session.failed(error, "ecs:DescribeServiceDeployments", arn);
      }
      await sleep(LOOK_EVERY_MS);
    }
  }
}

/** Why tasks of the deployment stopped, and what the load balancer finds of the ones that run. */
async function findings(
  { session, client, service, taskDefinition }: Watch,
  { createdAt }: ServiceDeployment,
): Promise<Check[]> {
  const { cluster, service: name } = service;
  return [
    ...(await checksOrFailure("stopped tasks", () =>
      stoppedTaskChecks(session, client, cluster, name, taskDefinition, createdAt),
    )),
    ...(await checksOrFailure("load balancer", async () =>
      targetHealthChecks(session, await describeService(session, client, cluster, name)),
    )),
  ];
}

function time(): string {
  return new Date().toISOString().slice(11, 19);
}
