import {
  DescribeTasksCommand,
  paginateListTasks,
  type ECSClient,
  type Task,
} from "@aws-sdk/client-ecs";
import type { AwsSession } from "../aws/session";
import { shortName } from "./ecs";
import type { Check } from "../terminal/report";
import { diagnose, startFailure, type Diagnosis } from "./stopReasons";

/** Reads the stopped tasks, which ECS forgets after an hour, and explains those that did not start. */
export async function stoppedTaskChecks(
  session: AwsSession,
  client: ECSClient,
  cluster: string,
  service: string,
  taskDefinition: string,
): Promise<Check[]> {
  const tasks = await stoppedTasks(client, cluster, service).catch((error: unknown) => {
    throw session.failed(error, "ecs:ListTasks", cluster);
  });
  return judgeStopped(tasks, taskDefinition);
}

/**
 * What stopped tasks tell of the next one: a fault where one did not start, a note where one ran and then failed.
 *
 * @param taskDefinition - the one that counts: a task of another revision tells of the past
 */
export function judgeStopped(tasks: readonly Task[], taskDefinition: string): Check[] {
  const name = "stopped tasks";
  const checks = new Map<string, Check>();
  for (const task of tasks) {
    const definition = task.taskDefinitionArn ?? "";
    const reason = reasons(task);
    const failure = diagnose(reason) ?? unexplained(task);
    const told = failure ?? laterFailure(task, reason);
    if (told === undefined) continue;
    const detail = `${shortName(definition)}: ${told.cause}`;
    const result = failure !== undefined && definition === taskDefinition ? "fail" : "note";
    checks.set(detail, { name, result, detail, cure: told.cure });
  }
  if (checks.size > 0) return [...checks.values()];
  const detail = `${tasks.length} in the last hour, none failed to start`;
  return [{ name, result: "ok", detail }];
}

/** A task that did not start for a reason that is in no table. */
function unexplained({ stopCode, stoppedReason = "" }: Task): Diagnosis | undefined {
  return stopCode === "TaskFailedToStart" ? startFailure(stoppedReason) : undefined;
}

/** A task that got its secrets and then failed: not what is tested here, but worth knowing. */
function laterFailure({ stopCode, containers = [] }: Task, reason: string): Diagnosis | undefined {
  const cure = "look at the service's log";
  if (reason.includes("OutOfMemory")) {
    return { cause: "the container ran out of memory", cure: "give the task more memory" };
  }
  if (/failed (container|ELB) health checks/i.test(reason)) {
    return { cause: "the container failed its health checks", cure };
  }
  if (stopCode !== "EssentialContainerExited") return undefined;
  const failed = containers.find(({ exitCode = 0 }) => exitCode !== 0);
  if (failed?.exitCode === undefined) return undefined;
  return { cause: `the container ended with exit code ${failed.exitCode}`, cure };
}

async function stoppedTasks(client: ECSClient, cluster: string, service: string): Promise<Task[]> {
  const tasks: Task[] = [];
  const input = { cluster, serviceName: service, desiredStatus: "STOPPED" as const };
  for await (const { taskArns = [] } of paginateListTasks({ client }, input)) {
    if (taskArns.length === 0) continue;
    const page = await client.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
    tasks.push(...(page.tasks ?? []));
  }
  return tasks;
}

function reasons({ stoppedReason = "", containers = [] }: Task): string {
  return [stoppedReason, ...containers.map(({ reason = "" }) => reason)].join(" ");
}
