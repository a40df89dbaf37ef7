import assert from "node:assert/strict";
import { isRecord } from "../../../offline/engine/wire";
import { inputsOf, type ProgramRun } from "../../support/program/program";

/** Resource types. */
export const SERVICE = "aws:ecs/service:Service";
export const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
export const RULE = "aws:cloudwatch/eventRule:EventRule";
export const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
export const TOPIC = "aws:sns/topic:Topic";
export const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";

/** Names of the endpoint's alarms in the program. */
export const ENDPOINT_ALARMS = [
  "load-balancer-errors",
  "rejected-connections",
  "target-errors",
  "unhealthy-targets",
].map((name) => `alarms-${name}`);

/** Names of the service's alarms in the program. */
export const SERVICE_ALARMS = [
  "below-desired",
  "below-minimum",
  "cpu",
  "long-deployment",
  "memory",
].map((name) => `service-alarms-${name}`);

/** Names of the event rules in the program. */
export const RULES = ["deployment-failed", "secret-read", "secret-unreadable"].map(
  (name) => `service-alarms-${name}`,
);

/** The smallest config with alarms: they need the task counts of Container Insights. */
export const ALARMS = { alarms: "true", containerInsights: "enabled" } as const;

export const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
export const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";

/** Names of all resources of a type, sorted. */
export function namesOf({ registrations }: ProgramRun, type: string): string[] {
  const found = registrations.filter((registration) => registration.type === type);
  return found.map(({ name }) => name).sort();
}

/** Dimensions of each metric that an alarm uses in metric math. */
export function metricDimensions(run: ProgramRun, name: string): unknown[] {
  const { metricQueries } = inputsOf(run, ALARM, name);
  assert.ok(Array.isArray(metricQueries));
  return metricQueries
    .filter(isRecord)
    .map(({ metric }) => metric)
    .filter(isRecord)
    .map(({ dimensions }) => dimensions);
}

/** The alarms that a dashboard shows, or undefined if it has no widget for alarms. */
export function alarmWidget(body: unknown): string[] | undefined {
  const dashboard: unknown = JSON.parse(String(body));
  assert.ok(isRecord(dashboard) && Array.isArray(dashboard["widgets"]));
  const widget = dashboard["widgets"].filter(isRecord).find(({ type }) => type === "alarm");
  if (widget === undefined) return undefined;
  assert.ok(isRecord(widget["properties"]) && Array.isArray(widget["properties"]["alarms"]));
  return widget["properties"]["alarms"].map(String);
}
