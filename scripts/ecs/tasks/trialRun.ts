import {
  DescribeTasksCommand,
  ECSClient,
  RunTaskCommand,
  StopTaskCommand,
  type Service,
  type Task,
} from "@aws-sdk/client-ecs";
import { setTimeout as sleep } from "node:timers/promises";
import type { AwsSession } from "../../aws/session";
import { cleaningUp, interrupted } from "../../terminal/process/interrupts";
import type { Check, Report } from "../../terminal/report";
import { checkFailed } from "../../terminal/scriptError";
import { shortName } from "../ecs";
import { diagnose, startFailure } from "./stopReasons";
import { reasonsOf } from "./stoppedTasks";

/** How long a task may take to start, including the pull of its image, in milliseconds. */
const START_TIMEOUT_MS = 600_000;

/** Pause between two requests for the task's state, in milliseconds. */
const LOOK_EVERY_MS = 3_000;

const NAME = "run";

/** The task that was started for the trial. */
interface Trial {
  readonly session: AwsSession;
  readonly client: ECSClient;
  readonly cluster: string;
  readonly taskArn: string;
}

/**
 * Starts one task of the definition as the service would start it, in the same subnets and with the same security groups, and
 * stops it as soon as it runs. It is in no target group, so no call reaches it.
 *
 * @throws ScriptError if ECS starts no task, or if the caller may not start one
 */
export async function trialRun(
  session: AwsSession,
  service: Service & { readonly cluster: string },
  taskDefinition: string,
  report: Report,
): Promise<Check[]> {
  const client = new ECSClient(session.clientConfig);
  const { cluster } = service;
  return cleaningUp(async (interrupt) => {
    report.progress("Starting one task");
    const taskArn = await start(session, client, service, taskDefinition);
    const trial = { session, client, cluster, taskArn };
    const checks = await watched(trial, report, interrupt);
    if (interrupt.aborted) throw interrupted(`: the task ${shortName(taskArn)} is stopped`);
    return checks;
  });
}

/** Waits for the task, and stops it in any case. */
async function watched(trial: Trial, report: Report, interrupt: AbortSignal): Promise<Check[]> {
  try {
    report.progress("Waiting for the task to run");
    return [trialVerdict(await ended(trial, interrupt), shortName(trial.taskArn))];
  } finally {
    report.progress("Stopping the task");
    await stop(trial);
  }
}

async function start(
  session: AwsSession,
  client: ECSClient,
  service: Service & { readonly cluster: string },
  taskDefinition: string,
): Promise<string> {
  const { cluster, networkConfiguration, capacityProviderStrategy = [], platformVersion } = service;
  const capacity =
    capacityProviderStrategy.length > 0
      ? { capacityProviderStrategy }
      : { launchType: service.launchType ?? ("FARGATE" as const) };
  const command = new RunTaskCommand({
    cluster,
    taskDefinition,
    count: 1,
    startedBy: "test-ecs-secret-access",
    ...capacity,
    ...(networkConfiguration === undefined ? {} : { networkConfiguration }),
    ...(platformVersion === undefined || platformVersion === "" ? {} : { platformVersion }),
  });
  const { tasks = [], failures = [] } = await client.send(command).catch((error: unknown) => {
    throw session.failed(error, "ecs:RunTask", taskDefinition);
  });
  const taskArn = tasks[0]?.taskArn;
  if (taskArn !== undefined) return taskArn;
  const reasons = failures.flatMap(({ reason }) => reason ?? []).join(", ");
  throw checkFailed(
    `ECS starts no task: ${reasons === "" ? "it gives no reason" : reasons}`,
    `aws ecs describe-services --cluster ${cluster} --services ${service.serviceName ?? ""}`,
  );
}

/**
 * Waits until the task runs or has stopped, until the time is over, or for an interrupt. Returns the task's state at that time.
 */
async function ended(
  { session, client, cluster, taskArn }: Trial,
  interrupt: AbortSignal,
): Promise<Task> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const { tasks = [] } = await client
      .send(new DescribeTasksCommand({ cluster, tasks: [taskArn] }))
      .catch((error: unknown) => {
        throw session.failed(error, "ecs:DescribeTasks", taskArn);
      });
    const [task = {}] = tasks;
    if (task.lastStatus === "RUNNING" || task.lastStatus === "STOPPED") return task;
    if (interrupt.aborted || Date.now() > deadline) return task;
    await sleep(LOOK_EVERY_MS, undefined, { signal: interrupt }).catch(() => undefined);
  }
}

/** The verdict on a task that runs, that has stopped, or that took too long. */
export function trialVerdict(task: Task, name: string): Check {
  const { lastStatus = "unknown" } = task;
  if (lastStatus === "RUNNING") {
    return { name: NAME, result: "ok", detail: `task ${name} is RUNNING; it is stopped now` };
  }
  if (lastStatus === "STOPPED") {
    const reasons = reasonsOf(task);
    const { cause, fix } = diagnose(reasons) ?? startFailure(reasons);
    return { name: NAME, result: "fail", detail: `task ${name} is STOPPED: ${cause}`, fix };
  }
  return {
    name: NAME,
    result: "fail",
    detail: `task ${name} is ${lastStatus} after ${START_TIMEOUT_MS / 60_000} minutes; it is stopped now`,
    fix: "aws ecs describe-tasks shows what it waits for",
  };
}

async function stop({ session, client, cluster, taskArn }: Trial): Promise<void> {
  const command = new StopTaskCommand({
    cluster,
    task: taskArn,
    reason: "test-ecs-secret-access has seen enough",
  });
  await client.send(command).catch((error: unknown) => {
    throw session.failed(error, "ecs:StopTask", taskArn);
  });
}
