import { ECSClient, type Service } from "@aws-sdk/client-ecs";
import type { AwsSession } from "../../aws/session";
import { checksOrFailure } from "../../terminal/checksOrFailure";
import type { Check } from "../../terminal/report";
import { describeService } from "../ecs";
import { stoppedTaskChecks } from "../tasks/stoppedTasks";
import { targetHealthChecks } from "./targetHealth";

/** Explains why a service does not run as it should: its rollout, its stopped tasks with their logs, and its targets' health. */
export async function diagnoseService(
  session: AwsSession,
  cluster: string,
  name: string,
): Promise<Check[]> {
  const client = new ECSClient(session.clientConfig);
  const service = await describeService(session, client, cluster, name);
  const { taskDefinition = "" } = service;
  return [
    rolloutCheck(service),
    ...(await checksOrFailure("stopped tasks", () =>
      stoppedTaskChecks(session, client, cluster, name, taskDefinition),
    )),
    ...(await checksOrFailure("load balancer", () => targetHealthChecks(session, service))),
  ];
}

/** The rollout state of the primary deployment. */
export function rolloutCheck({ deployments = [], desiredCount = 0, events = [] }: Service): Check {
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  const { rolloutState = "", runningCount = 0, failedTasks = 0 } = primary ?? {};
  const counts = `${runningCount} of ${desiredCount} tasks run, ${failedTasks} failed`;
  const isFine = rolloutState === "COMPLETED" && runningCount >= desiredCount;
  // The texts of ECS's newest events, such as "was unable to place a task because …". They name tasks and groups, but no values.
  const said = isFine ? [] : events.slice(0, 3).flatMap(({ message }) => message ?? []);
  return {
    name: "rollout",
    result: isFine ? "ok" : "fail",
    detail: rolloutState === "" ? counts : `${rolloutState}: ${counts}`,
    ...(said.length === 0 ? {} : { lines: said }),
  };
}
