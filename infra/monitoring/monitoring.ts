import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../components/iam/account";
import type { Endpoint } from "../endpoint/endpoint";
import type { ScalingArgs } from "../service/autoscaling";
import { maxCallsPerTask } from "../service/callMetric";
import type { CallTimeouts } from "../service/callTimeouts";
import type { PhoneService } from "../service/phoneService";
import { Alarms } from "./alarms/endpointAlarms";
import { Dashboard } from "./dashboard/dashboard";
import { ServiceAlarms } from "./alarms/serviceAlarms";

/** The monitoring that the stack's config decides. */
export interface MonitoringSettings {
  /** Whether there are alarms and the topic that they notify. */
  readonly alarms: boolean;
  /** Who gets the alarms as mails; "" for nobody yet. */
  readonly alarmEmail: string;
  /** Whether there is a dashboard, with saved log queries. */
  readonly dashboard: boolean;
  /** Whether the stack makes a CloudTrail trail. */
  readonly auditTrail: boolean;
}

/** What every part of the monitoring needs to know. */
export interface Watch {
  readonly account: Account;
  readonly settings: MonitoringSettings;
  readonly endpoint: Endpoint;
  /** Name of the task definitions, by which messages, dashboard and queries are called. */
  readonly family: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The alarms on the endpoint, before there is a service; undefined when config has them off. */
export function watchEndpoint(watch: Watch): Alarms | undefined {
  const { account, settings, endpoint, tags } = watch;
  if (!settings.alarms) return undefined;
  const { route, certificateArn, loadBalancerArnSuffix, domainName } = endpoint;
  const targetGroups = route.green === undefined ? [route.blue] : [route.blue, route.green];
  return new Alarms("alarms", {
    account,
    loadBalancerArnSuffix,
    targetGroupArnSuffixes: targetGroups.map(({ arnSuffix }) => arnSuffix),
    ...(certificateArn !== undefined && { certificateArn }),
    domainName,
    email: settings.alarmEmail,
    tags,
  });
}

/** What there is to watch of the service. */
export interface WatchedService {
  readonly phone: PhoneService;
  readonly scaling: ScalingArgs;
  readonly timeouts: CallTimeouts;
  readonly secretArn: pulumi.Output<string>;
  /** Who may read the secret without an alarm. */
  readonly secretReaders: pulumi.Input<string[]>;
}

/** The alarms on the service, when there are those on the endpoint, and the dashboard, when config has it on. */
export function watchService(
  { account, settings, endpoint, family, tags }: Watch,
  { phone, scaling, timeouts, secretArn, secretReaders }: WatchedService,
  alarms: Alarms | undefined,
): void {
  const { clusterName, serviceName, logGroupName } = phone;
  const { minTasks } = scaling;
  const service = { account, clusterName, serviceName, minTasks, family };
  const serviceAlarms =
    alarms &&
    new ServiceAlarms("service-alarms", {
      ...service,
      maxCalls: maxCallsPerTask(scaling.callsPerTask),
      topicArn: alarms.topicArn,
      deploymentMinutes: timeouts.updateTimeoutMinutes,
      secretArn,
      secretReaders,
      tags,
    });
  if (!settings.dashboard) return;
  new Dashboard("dashboard", {
    ...service,
    loadBalancerArnSuffix: endpoint.loadBalancerArnSuffix,
    logGroupName,
    secretArn,
    tags,
    ...(alarms &&
      serviceAlarms && {
        alarmArns: [...alarms.alarmArns, ...serviceAlarms.alarmArns],
        rules: {
          deploymentFailed: serviceAlarms.deploymentFailedRule,
          secretRead: serviceAlarms.secretReadRule,
        },
      }),
  });
}
