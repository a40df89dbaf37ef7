import { CALL_METRIC, TASK_FAMILY_DIMENSION } from "../../service/callMetric";
import { TASK_COUNTS_NAMESPACE } from "../alarms/serviceMetrics";

/** What the dashboard shows, all known. */
export interface DashboardContents {
  readonly region: string;
  readonly loadBalancerArnSuffix: string;
  readonly clusterName: string;
  readonly serviceName: string;
  /** Name of the task definitions, by which the service counts its calls. */
  readonly family: string;
  /** Fewest tasks that scaling keeps. */
  readonly minTasks: number;
  /** Alarms to show the state of. */
  readonly alarmArns: readonly string[];
  /** Rule that matches every read of the secret. */
  readonly secretReadsRule: string;
  /** Rules whose matches are shown. @default - the stack has no alarms */
  readonly rules?: { readonly deploymentFailed: string; readonly secretRead: string };
}

type Series = readonly (string | Readonly<Record<string, string | boolean>>)[];

/** Columns of a dashboard's grid. Source: "Dashboard body structure and syntax" in CloudWatch's API reference. */
const COLUMNS = 24;
const GRAPH = { width: COLUMNS / 2, height: 6 };
const ALARMS_HEIGHT = 3;

/** The body of a CloudWatch dashboard: the alarms' states above, then two columns of graphs. */
export function dashboardBody(subject: DashboardContents): {
  readonly widgets: readonly unknown[];
} {
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

const PER_MINUTE = { stat: "Sum", period: 60 };
const COUNTS = { stat: "Average", period: 60 };

function graphsOf(subject: DashboardContents) {
  return [...callGraphs(subject), ...taskGraphs(subject), ...eventGraphs(subject)];
}

/** What callers notice. */
function callGraphs({ loadBalancerArnSuffix, family }: DashboardContents) {
  const balancer = ["LoadBalancer", loadBalancerArnSuffix];
  const ofBalancer = (metric: string, label: string) =>
    series("AWS/ApplicationELB", metric, balancer, label);
  return [
    {
      title: "Calls in progress, by task",
      metrics: [
        ["Average", "average"],
        ["Maximum", "fullest task"],
      ].map(([stat, label]) => [
        ...[CALL_METRIC.namespace, CALL_METRIC.name, TASK_FAMILY_DIMENSION, family],
        { label, stat },
      ]),
      period: 60,
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
      ...PER_MINUTE,
    },
  ];
}

/** How many tasks there are, and how busy. */
function taskGraphs({ minTasks, ...service }: DashboardContents) {
  const ofTasks = (metric: string, label: string) =>
    series(TASK_COUNTS_NAMESPACE, metric, dimensions(service), label);
  return [
    {
      title: "Tasks",
      metrics: [
        ofTasks("DesiredTaskCount", "desired"),
        ofTasks("RunningTaskCount", "running"),
        ofTasks("PendingTaskCount", "pending"),
      ],
      ...COUNTS,
      annotations: { horizontal: [{ label: "fewest", value: minTasks }] },
    },
    {
      title: "CPU and memory, percent",
      metrics: [
        series("AWS/ECS", "CPUUtilization", dimensions(service), "CPU"),
        series("AWS/ECS", "MemoryUtilization", dimensions(service), "memory"),
      ],
      ...COUNTS,
    },
  ];
}

/** Deployments and reads of the secret; where rules watch for them, those that failed and those by strangers, too. */
function eventGraphs({ rules, secretReadsRule, ...service }: DashboardContents) {
  const deployments = series(
    TASK_COUNTS_NAMESPACE,
    "DeploymentCount",
    dimensions(service),
    "in progress or standing",
  );
  const ofRule = (rule: string, label: string) =>
    series("AWS/Events", "MatchedEvents", ["RuleName", rule], label);
  return [
    {
      title: "Deployments",
      metrics: [deployments, ...(rules ? [ofRule(rules.deploymentFailed, "failed")] : [])],
      ...COUNTS,
    },
    {
      title: "Reads of the secret, by CloudTrail",
      metrics: [
        ofRule(secretReadsRule, "all"),
        ...(rules ? [ofRule(rules.secretRead, "by strangers")] : []),
      ],
      ...PER_MINUTE,
    },
  ];
}

function dimensions({
  clusterName,
  serviceName,
}: Pick<DashboardContents, "clusterName" | "serviceName">): string[] {
  return ["ClusterName", clusterName, "ServiceName", serviceName];
}

function series(namespace: string, metric: string, of: readonly string[], label: string): Series {
  return [namespace, metric, ...of, { label }];
}
