import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../../components/iam/account";
import type { EventSpec } from "./eventAlarm";

/** The service whose events are watched. */
export interface WatchedService {
  readonly account: Account;
  readonly clusterName: pulumi.Input<string>;
  readonly serviceName: pulumi.Input<string>;
  /** Name of the stack's task definitions, for the messages. */
  readonly family: string;
}

/** Forms of a stopped task's reason when a secret could not be had; that of a failed image pull is not among them. */
const SECRET_REASONS = [
  "ResourceInitializationError*secret from asm*",
  "ResourceInitializationError*AWS Secrets Manager*",
  "ResourceInitializationError*from Secrets Manager*",
] as const;

/** A deployment that ECS gave up, and took back where there was a version to go back to. */
export function deploymentFailed(service: WatchedService): EventSpec {
  const { account, clusterName, serviceName, family } = service;
  const { partition, region, accountId } = account;
  const serviceArn = pulumi.interpolate`arn:${partition}:ecs:${region}:${accountId}:service/${clusterName}/${serviceName}`;
  return {
    description: "A deployment of the phone service failed",
    pattern: serviceArn.apply((arn) => ({
      source: ["aws.ecs"],
      "detail-type": ["ECS Deployment State Change"],
      resources: [arn],
      detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
    })),
    facts: { deployment: "$.detail.deploymentId", reason: "$.detail.reason", time: "$.time" },
    message: `${family}: deployment <deployment> failed at <time>: <reason> Calls go on with the last good version, if there was one. What to do: open the deployment and the last stopped tasks in ECS, fix the cause, and run npm run up, which deploys again. A plain pulumi up takes the failed deployment for done: without npm, run pulumi up --refresh --replace '**::phone-task-definition'.`,
  };
}

/** A task that never started, because ECS could not read one of its secrets. */
export function secretUnreadable(service: WatchedService): EventSpec {
  const { account, clusterName, serviceName, family } = service;
  const { partition, region, accountId } = account;
  const clusterArn = pulumi.interpolate`arn:${partition}:ecs:${region}:${accountId}:cluster/${clusterName}`;
  return {
    description: "A task of the phone service could not read its secret",
    pattern: pulumi.all([clusterArn, serviceName]).apply(([arn, name]) => ({
      source: ["aws.ecs"],
      "detail-type": ["ECS Task State Change"],
      detail: {
        clusterArn: [arn],
        group: [`service:${name}`],
        lastStatus: ["STOPPED"],
        stoppedReason: SECRET_REASONS.map((wildcard) => ({ wildcard })),
      },
    })),
    facts: { task: "$.detail.taskArn", time: "$.time" },
    message: `${family}: task <task> stopped at <time> before it started, because its secret could not be read. What to do: run npm run test-ecs-secret-access, which tries each of the five values with the task's own role and names what is missing.`,
  };
}
