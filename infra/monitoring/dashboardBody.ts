import { CALL_METRIC } from "../autoscaling";
import { TASK_COUNTS_NAMESPACE } from "./serviceMetricAlarms";

/** What the dashboard shows, all known. */
export interface DashboardSubject {
  readonly region: string;
  readonly loadBalancerArnSuffix: string;
  readonly clusterName: string;
  readonly serviceName: string;
  /** Fewest tasks that scaling keeps. */
  readonly minTasks: number;
  /** Alarms to show the state of. */
  readonly alarmArns: readonly string[];
  /** Rules whose matches are shown. @default - the stack has no alarms */
  readonly rules?: { readonly deploymentFailed: string; readonly secretRead: string };
}

type Series = readonly (string | Readonly<Record<string, string | boolean>>)[];

/** Columns of a dashboard's grid. Source: "Dashboard body structure and syntax" in CloudWatch's API reference. */
const COLUMNS = 24;
const GRAPH = { width: COLUMNS / 2, height: 6 };
const ALARMS_HEIGHT = 3;

/** The body of a CloudWatch dashboard: the alarms' states above, then two columns of graphs. */
export function dashboardBody(subject: DashboardSubject): { readonly widgets: readonly unknown[] } {
  const { alarmArns, region } = subject;
  const top = alarmArns.length === 0 ? 0 : ALARMS_HEIGHT;
  const alarms = {
    type: "alarm",
    ...{ x: 0, y: 0, width: COLUMNS, height: ALARMS_HEIGHT },
    properties: { title: "Alarms", alarms: alarmArns },
  };
  const graphs = graphsOf(subject).map((properties, index) => ({
    type: "metric",
    x: (index % 2) * GRAPH.width,
    y: top + Math.floor(index / 2) * GRAPH.height,
    ...GRAPH,
    properties: { region, view: "timeSeries", stacked: false, ...properties },
  }));
  return { widgets: top === 0 ? graphs : [alarms, ...graphs] };
}

function graphsOf(subject: DashboardSubject) {
  const { loadBalancerArnSuffix, clusterName, serviceName, minTasks, rules } = subject;
  const service = ["ClusterName", clusterName, "ServiceName", serviceName];
  const balancer = ["LoadBalancer", loadBalancerArnSuffix];
  const series = (
    namespace: string,
    metric: string,
    dimensions: string[],
    label: string,
  ): Series => [namespace, metric, ...dimensions, { label }];
  const perMinute = { stat: "Sum", period: 60 };
  const counts = { stat: "Average", period: 60 };
  const ofBalancer = (metric: string, label: string) =>
    series("AWS/ApplicationELB", metric, balancer, label);
  const ofTasks = (metric: string, label: string) =>
    series(TASK_COUNTS_NAMESPACE, metric, service, label);
  const ofRule = (rule: string, label: string) =>
    series("AWS/Events", "TriggeredRules", ["RuleName", rule], label);
  return [
    {
      title: "Calls in progress",
      metrics: [series(CALL_METRIC.namespace, CALL_METRIC.name, service, "all tasks")],
      ...perMinute,
    },
    {
      title: "Seconds until the service answers",
      metrics: ["p50", "p95", "p99"].map((stat) => [
        ...["AWS/ApplicationELB", "TargetResponseTime", ...balancer],
        { label: stat, stat },
      ]),
      period: 60,
    },
    {
      title: "Errors",
      metrics: [
        ofBalancer("HTTPCode_Target_5XX_Count", "service 5xx"),
        ofBalancer("HTTPCode_ELB_5XX_Count", "load balancer 5xx"),
        ofBalancer("HTTPCode_ELB_4XX_Count", "load balancer 4xx"),
        ofBalancer("RejectedConnectionCount", "rejected connections"),
      ],
      ...perMinute,
    },
    {
      title: "Tasks",
      metrics: [
        ofTasks("DesiredTaskCount", "desired"),
        ofTasks("RunningTaskCount", "running"),
        ofTasks("PendingTaskCount", "pending"),
      ],
      ...counts,
      annotations: { horizontal: [{ label: "fewest", value: minTasks }] },
    },
    {
      title: "CPU and memory, percent",
      metrics: [
        series("AWS/ECS", "CPUUtilization", service, "CPU"),
        series("AWS/ECS", "MemoryUtilization", service, "memory"),
      ],
      ...counts,
    },
    {
      title: "Deployments",
      metrics: [
        ofTasks("DeploymentCount", "in progress or standing"),
        ...(rules === undefined ? [] : [ofRule(rules.deploymentFailed, "failed")]),
      ],
      ...counts,
    },
    ...(rules === undefined
      ? []
      : [
          {
            title: "Reads of the secret by strangers",
            metrics: [ofRule(rules.secretRead, "reads")],
            ...perMinute,
          },
        ]),
  ];
}
