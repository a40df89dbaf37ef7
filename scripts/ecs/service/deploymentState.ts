import type { ServiceDeployment, ServiceDeploymentStatus } from "@aws-sdk/client-ecs";
import type { Check } from "../../terminal/report";

/** The final statuses of a deployment. Source: the ECS API's ServiceDeployment. */
const ENDS: readonly ServiceDeploymentStatus[] = [
  "SUCCESSFUL",
  "STOPPED",
  "ROLLBACK_SUCCESSFUL",
  "ROLLBACK_FAILED",
];

/** The meaning of the statuses of a failed deployment. */
const FAILURES: Partial<Record<ServiceDeploymentStatus, readonly [cause: string, fix: string]>> = {
  STOPPED: ["it was stopped, and the service stays as it was then", "npm run up deploys again"],
  ROLLBACK_SUCCESSFUL: [
    "ECS rolled back to the version before",
    "correct what the lines below name, then: npm run up",
  ],
  ROLLBACK_FAILED: [
    "ECS tried to roll back to the version before, and failed",
    "npm run test-ecs-secret-access says why no task starts",
  ],
};

/** Whether a deployment has ended. */
export function isOver({ status }: ServiceDeployment): boolean {
  return status !== undefined && ENDS.includes(status);
}

/** The state of a deployment in one line. The same state always gives the same line. */
export function stateLine(deployment: ServiceDeployment): string {
  const { status = "unknown", lifecycleStage, targetServiceRevision: target } = deployment;
  const { runningTaskCount = 0, requestedTaskCount = 0, pendingTaskCount = 0 } = target ?? {};
  const pending = pendingTaskCount === 0 ? "" : `, ${pendingTaskCount} pending`;
  const tasks = `${runningTaskCount} of ${requestedTaskCount} new tasks run${pending}`;
  const failed = deployment.deploymentCircuitBreaker?.failureCount ?? 0;
  return [
    [status, ...(lifecycleStage === undefined ? [] : [lifecycleStage])].join(", "),
    [tasks, ...(failed === 0 ? [] : [`${failed} failed to start`]), ...baking(deployment)].join(
      ", ",
    ),
  ].join(": ");
}

function baking({ lifecycleStage, deploymentConfiguration }: ServiceDeployment): string[] {
  const minutes = deploymentConfiguration?.bakeTimeInMinutes ?? 0;
  if (lifecycleStage !== "BAKE_TIME" || minutes === 0) return [];
  return [`ECS keeps the old tasks for ${minutes} minutes`];
}

/** How a deployment ended. The reason is ECS's own text, which names tasks and alarms, but no values. */
export function endCheck(deployment: ServiceDeployment): Check {
  const { status = "unknown", rollback, statusReason } = deployment;
  const failure = deployment.status === undefined ? undefined : FAILURES[deployment.status];
  const name = "deployment";
  if (failure === undefined) return { name, result: "ok", detail: `${status}${took(deployment)}` };
  const [cause, fix] = failure;
  const reasons = [...new Set([rollback?.reason, statusReason])];
  const lines = reasons.flatMap((reason) => (reason === undefined || reason === "" ? [] : reason));
  const detail = `${status}: ${cause}`;
  return { name, result: "fail", detail, fix, ...(lines.length === 0 ? {} : { lines }) };
}

function took({ createdAt, finishedAt }: ServiceDeployment): string {
  if (createdAt === undefined || finishedAt === undefined) return "";
  const seconds = Math.round((finishedAt.getTime() - createdAt.getTime()) / 1000);
  const minutes = Math.floor(seconds / 60);
  return ` after ${minutes === 0 ? "" : `${minutes} min `}${seconds % 60} s`;
}
