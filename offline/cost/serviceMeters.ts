import type { PlannedResource } from "../engine/goal";
import { isRecord } from "../engine/wire";
import { byUsage, countOf, fixed, inputsOf, type Meter } from "./line";
import { HOURS_A_MONTH } from "./prices";

const SERVICE = "aws:ecs/service:Service";

/** Metrics that Container Insights keeps for one Fargate service, and more of them for each task if enhanced. */
const INSIGHTS = { service: 38, task: 40 };

const service: Meter = (resource, { plan }) => {
  const { networkConfiguration } = inputsOf(resource);
  const { arm, gigabytes, vcpus } = sizeOf(resource, plan);
  const tasks = taskCount(resource);
  const hours = tasks * HOURS_A_MONTH;
  const assigned =
    isRecord(networkConfiguration) && networkConfiguration["assignPublicIp"] === true;
  return [
    fixed(
      resource,
      `${tasks} × ${vcpus} vCPU`,
      hours * vcpus,
      arm ? "fargateArmVcpu" : "fargateVcpu",
    ),
    fixed(
      resource,
      `${tasks} × ${gigabytes} GB of memory`,
      hours * gigabytes,
      arm ? "fargateArmMemory" : "fargateMemory",
    ),
    ...(assigned ? [fixed(resource, "the tasks' public addresses", hours, "publicIpv4")] : []),
  ];
};

/** @throws when the plan does not have the task definition that the service names */
function sizeOf(resource: PlannedResource, plan: readonly PlannedResource[]) {
  const { taskDefinition } = inputsOf(resource);
  const definition = plan.find(
    ({ type, outputs }) =>
      type === "aws:ecs/taskDefinition:TaskDefinition" && outputs["arn"] === taskDefinition,
  );
  if (definition === undefined) throw new Error(`${resource.name}: no such task definition.`);
  const { cpu, memory, runtimePlatform } = inputsOf(definition);
  const arm = isRecord(runtimePlatform) && runtimePlatform["cpuArchitecture"] === "ARM64";
  return { arm, vcpus: Number(cpu) / 1024, gigabytes: Number(memory) / 1024 };
}

function taskCount(resource: PlannedResource): number {
  return Number(inputsOf(resource)["desiredCount"] ?? 1);
}

function allTasks(plan: readonly PlannedResource[]): number {
  return plan
    .filter(({ type }) => type === SERVICE)
    .reduce((sum, resource) => sum + taskCount(resource), 0);
}

const cluster: Meter = (resource, { plan }) => {
  const { settings } = inputsOf(resource);
  const list = Array.isArray(settings) ? settings.filter(isRecord) : [];
  const insights = list.find(({ name }) => name === "containerInsights")?.["value"];
  if (insights === "enabled") {
    return [fixed(resource, "Container Insights", INSIGHTS.service, "metric")];
  }
  if (insights !== "enhanced") return [];
  const metrics = INSIGHTS.service + INSIGHTS.task * allTasks(plan);
  return [fixed(resource, "Container Insights, enhanced", metrics, "enhancedMetric")];
};

const logGroup: Meter = (resource, { plan, usage }) => {
  const { name, retentionInDays } = inputsOf(resource);
  const isOfFlows = plan.some(
    ({ type, inputs }) =>
      type === "aws:ec2/flowLog:FlowLog" &&
      String(inputs["logDestination"]).endsWith(`:${String(name)}`),
  );
  // The flow log's own meter prices what it writes.
  if (isOfFlows) return [];
  const gigabytes = 0.1 * allTasks(plan) + (0.05 * usage.minutes) / 1000;
  const months = Math.max(1, Number(retentionInDays ?? 0) / 30);
  return [
    byUsage(resource, "log ingestion", gigabytes, "logIngestion"),
    byUsage(resource, "log storage", gigabytes * months, "logStorage"),
  ];
};

const scalingPolicy: Meter = (resource) => {
  const { targetTrackingScalingPolicyConfiguration: tracking } = inputsOf(resource);
  if (!isRecord(tracking)) return [];
  // Target tracking makes an alarm for scaling out and one for scaling in.
  const alarms = fixed(resource, "the alarms that it scales by", 2, "alarmMetric");
  return tracking["customizedMetricSpecification"] === undefined
    ? [alarms]
    : [alarms, fixed(resource, "the service's own metric", 1, "metric")];
};

const repository: Meter = (resource, { usage }) => [
  byUsage(resource, "images", usage.image, "imageStorage"),
];

const secret: Meter = (resource, { usage }) => {
  const replicas = countOf(inputsOf(resource)["replicas"]);
  return [
    fixed(resource, "secret", 1 + replicas, "secret"),
    // A task start reads each of the five credentials.
    byUsage(resource, "reads", (5 * usage.taskStarts) / 1e4, "secretCalls"),
  ];
};

const key: Meter = (resource, { usage }) => [
  fixed(resource, "key", 1, "key"),
  byUsage(resource, "requests", (5 * usage.taskStarts) / 1e4, "keyCalls"),
];

/** Meters of the service and its secret, by type. */
export const serviceMeters: Readonly<Record<string, Meter>> = {
  [SERVICE]: service,
  "aws:ecs/cluster:Cluster": cluster,
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:appautoscaling/policy:Policy": scalingPolicy,
  "awsx:ecr:Repository": repository,
  "aws:ecr/repository:Repository": repository,
  "aws:secretsmanager/secret:Secret": secret,
  "aws:kms/key:Key": key,
};
