import {
  DescribeTasksCommand,
  paginateListTasks,
  type Container,
  type ECSClient,
  type Task,
} from "@aws-sdk/client-ecs";
import type { AwsSession } from "../../aws/session";
import { lastLines, logPlaceOf } from "./containerLogs";
import { describeService, describeTaskDefinition, shortName } from "../ecs";
import type { Check } from "../../terminal/report";
import { diagnose, startFailure, type Diagnosis } from "./stopReasons";

/**
 * Reads the stopped tasks, which ECS keeps for an hour, and explains those that did not start or failed later.
 *
 * @param since - tasks created before this time are left out
 */
export async function stoppedTaskChecks(
  session: AwsSession,
  client: ECSClient,
  cluster: string,
  service: string,
  taskDefinition: string,
  since?: Date,
): Promise<Check[]> {
  const all = await stoppedTasks(client, cluster, service).catch((error: unknown) => {
    throw session.failed(error, "ecs:ListTasks", cluster);
  });
  const tasks = all.filter(
    ({ createdAt }) => since === undefined || createdAt === undefined || createdAt >= since,
  );
  const { desiredCount = 0 } = await describeService(session, client, cluster, service);
  const findings = judgeStopped(tasks, taskDefinition, desiredCount > 0);
  return Promise.all(findings.map((finding) => withLog(session, client, finding)));
}

/** A finding about stopped tasks, and the container whose log explains it. */
export interface StoppedFinding extends Check {
  readonly exited?: { readonly task: Task; readonly container: Container };
}

/**
 * Finds out what stopped tasks say about the next task. It is a failure if a task did not start, or if an essential container
 * ended by itself while the service should run. Anything else is a note.
 *
 * @param taskDefinition - the present one; a task of another revision is only a note
 */
export function judgeStopped(
  tasks: readonly Task[],
  taskDefinition: string,
  wantsTasks = true,
): StoppedFinding[] {
  const name = "stopped tasks";
  const findings = new Map<string, StoppedFinding>();
  for (const task of newestFirst(tasks)) {
    const definition = task.taskDefinitionArn ?? "";
    const reason = reasonsOf(task);
    const counts = definition === taskDefinition;
    const failure = diagnose(reason) ?? unexplained(task);
    const exited = exitedContainer(task);
    const told = failure ?? laterFailure(reason, exited);
    if (told === undefined) continue;
    const detail = `${shortName(definition)}: ${told.cause}`;
    const isFault = counts && (failure !== undefined || (exited !== undefined && wantsTasks));
    const { fix } = told;
    const finding = { name, result: isFault ? "fail" : "note", detail, fix } as const;
    const container = exited ?? task.containers?.[0];
    const hasLog = isFault && failure === undefined && container !== undefined;
    if (!findings.has(detail))
      findings.set(detail, hasLog ? { ...finding, exited: { task, container } } : finding);
  }
  if (findings.size > 0) return [...findings.values()];
  const detail = `${tasks.length} in the last hour, none failed`;
  return [{ name, result: "ok", detail }];
}

/** Adds the last lines of the container's log to a finding. */
async function withLog(
  session: AwsSession,
  client: ECSClient,
  { exited, ...check }: StoppedFinding,
): Promise<Check> {
  if (exited === undefined) return check;
  const { task, container } = exited;
  const definition = await describeTaskDefinition(session, client, task.taskDefinitionArn ?? "");
  const place = logPlaceOf(definition, container.name ?? "", task.taskArn ?? "");
  return place === undefined ? check : { ...check, lines: await lastLines(session, place) };
}

function newestFirst(tasks: readonly Task[]): Task[] {
  return tasks.toSorted(
    (one, other) => (other.stoppedAt?.getTime() ?? 0) - (one.stoppedAt?.getTime() ?? 0),
  );
}

/** The diagnosis of a task that did not start for an unknown reason. */
function unexplained({ stopCode, stoppedReason = "" }: Task): Diagnosis | undefined {
  return stopCode === "TaskFailedToStart" ? startFailure(stoppedReason) : undefined;
}

/** The container that ended its task, with any exit code. A task that a deployment stopped has another stop code. */
function exitedContainer({ stopCode, containers = [] }: Task): Container | undefined {
  if (stopCode !== "EssentialContainerExited") return undefined;
  return containers.find(({ exitCode = 0 }) => exitCode !== 0) ?? containers[0];
}

/** The diagnosis of a task that got its secrets and failed later. */
function laterFailure(reason: string, exited: Container | undefined): Diagnosis | undefined {
  const fix = "look at the service's log";
  if (reason.includes("OutOfMemory")) {
    return { cause: "the container ran out of memory", fix: "give the task more memory" };
  }
  if (/failed (container|ELB) health checks/i.test(reason)) {
    return { cause: "the container failed its health checks", fix };
  }
  if (exited === undefined) return undefined;
  const { exitCode } = exited;
  const code = exitCode === undefined ? "without an exit code" : `with exit code ${exitCode}`;
  return exitCode === 0
    ? {
        cause: `the container ended by itself, ${code}`,
        fix: "let the service run on: a task ends with it",
      }
    : { cause: `the container ended ${code}`, fix };
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

/** All reasons that ECS gives for a stopped task: the task's own and its containers'. */
export function reasonsOf({ stoppedReason = "", containers = [] }: Task): string {
  return [stoppedReason, ...containers.map(({ reason = "" }) => reason)].join(" ");
}
