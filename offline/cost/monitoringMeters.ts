import { isRecord } from "../engine/wire";
import { byUsage, fixed, inputsOf, type Meter } from "./line";

/** CloudWatch charges an alarm for each metric that it looks at. */
const alarm: Meter = (resource) => {
  const { metricQueries } = inputsOf(resource);
  const queries = Array.isArray(metricQueries) ? metricQueries.filter(isRecord) : [];
  const metrics = queries.filter(({ metric }) => metric !== undefined).length;
  return [fixed(resource, "alarm", queries.length === 0 ? 1 : metrics, "alarmMetric")];
};

const dashboard: Meter = (resource) => [fixed(resource, "dashboard", 1, "dashboard")];

const topic: Meter = (resource, { usage }) => [
  byUsage(resource, "mails", usage.mails / 1e5, "mail"),
];

/** Meters of the monitoring, by type. */
export const monitoringMeters: Readonly<Record<string, Meter>> = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": alarm,
  "aws:cloudwatch/dashboard:Dashboard": dashboard,
  "aws:sns/topic:Topic": topic,
};
