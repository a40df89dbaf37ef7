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

/** Pause between two requests for a deployment's state, in milliseconds. */
const LOOK_EVERY_MS = 2_000;

/** How many requests in a row may fail before watching ends. A laptop may be without a network for a while. */
const MOST_FAILED_REQUESTS = 60;

/** The service that is watched, and the clients for it. */
interface Watch {
  readonly session: AwsSession;
  readonly client: ECSClient;
  readonly service: EcsService;
  /** The task definition of the newest deployment. Stopped tasks of another one say nothing about it. */
  readonly taskDefinition: string;
  readonly report: Report;
}

/**
 * Does what the option `--watch` asks for: follows the service's deployment to its end, and prints how it ended.
 *
 * @throws ScriptError if neither the options nor the stack name a service, or if AWS refuses
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
 * Follows a service's newest deployment to its end. Prints a line for each change of its state, for each reason why a task
 * stopped, and for each state of the load balancer's targets. Returns how it ended, and the state of tasks and targets at that
 * time.
 *
 * @throws ScriptError if there is no such service, or if AWS refuses
 */
export async function watchDeployment(
  session: AwsSession,
  service: EcsService,
  report: Report,
): Promise<Check[]> {
  const client = new ECSClient(session.clientConfig);
  // ECS lists no deployments for a service that does not exist, so this asks first whether it exists.
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

/** Asks for a deployment's state until it has ended, and prints what has changed. */
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
  for (let failed = 0; ; failed += 1) {
    try {
      const { serviceDeployments = [] } = await client.send(
        new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
      );
      if (serviceDeployments[0] !== undefined) return serviceDeployments[0];
      throw checkFailed(`ECS no longer knows the deployment ${arn}`, "run it again");
    } catch (error) {
      if (failed >= MOST_FAILED_REQUESTS || !isPassing(error)) {
        throw session.failed(error, "ecs:DescribeServiceDeployments", arn);
      }
      await sleep(LOOK_EVERY_MS);
    }
  }
}

/** Why tasks of the deployment stopped, and the health of the load balancer's targets. */
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
