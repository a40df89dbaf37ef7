import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../../components/iam/account";
import { eventAlarm, type EventSpec } from "./eventAlarm";
import { type AlarmSpec, metricAlarm } from "./metricAlarm";
import { secretReadByOthers } from "./secretReads";
import {
  belowDesired,
  belowMinimum,
  nearlyFullTasks,
  highCpu,
  highMemory,
  longDeployment,
} from "./serviceMetrics";
import { deploymentFailed, secretUnreadable } from "./serviceEvents";

export interface ServiceAlarmsArgs {
  readonly account: Account;
  /** SNS topic that the alarms notify. */
  readonly topicArn: pulumi.Input<string>;
  readonly clusterName: pulumi.Input<string>;
  readonly serviceName: pulumi.Input<string>;
  /** Fewest tasks that scaling keeps. */
  readonly minTasks: number;
  /** What a deployment may take, in minutes. */
  readonly deploymentMinutes: number;
  /** Calls that a task takes at most. @default - the service does not count its calls */
  readonly maxCalls: number | undefined;
  readonly secretArn: pulumi.Input<string>;
  /**
   * Who may read the secret without an alarm: ARNs of roles, users or role sessions, with `*` and `?` as wildcards. The tasks'
   * roles and the deployer belong among them.
   */
  readonly secretReaders: pulumi.Input<string[]>;
  /** Name of the stack's task definitions; every message begins with it. */
  readonly family: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The alarms on the service: load, missing tasks, failed and endless deployments, and an unreadable secret or one read by a
 * stranger.
 */
export class ServiceAlarms extends pulumi.ComponentResource {
  /** Every alarm on a metric. */
  readonly alarmArns: pulumi.Output<string>[];
  /** Rule of failed deployments. */
  readonly deploymentFailedRule: pulumi.Output<string>;
  /** Rule of reads of the secret by strangers. */
  readonly secretReadRule: pulumi.Output<string>;

  readonly #name: string;
  readonly #args: ServiceAlarmsArgs;

  constructor(name: string, args: ServiceAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:ServiceAlarms", name, {}, opts);
    this.#name = name;
    this.#args = args;
    const dimensions = { ClusterName: args.clusterName, ServiceName: args.serviceName };
    this.alarmArns = [
      this.alarm("cpu", highCpu(dimensions)),
      this.alarm("memory", highMemory(dimensions)),
      this.alarm("below-minimum", belowMinimum(dimensions, args.minTasks)),
      this.alarm("below-desired", belowDesired(dimensions)),
      this.alarm("long-deployment", longDeployment(dimensions, args.deploymentMinutes)),
      ...(args.maxCalls === undefined
        ? []
        : [this.alarm("full", nearlyFullTasks(args.family, args.maxCalls))]),
    ].map(({ arn }) => arn);
    this.deploymentFailedRule = this.event("deployment-failed", deploymentFailed(args)).name;
    this.event("secret-unreadable", secretUnreadable(args));
    this.secretReadRule = this.event(
      "secret-read",
      secretReadByOthers(args.secretArn, args.secretReaders, args.family),
    ).name;
    this.registerOutputs({
      alarmArns: this.alarmArns,
      deploymentFailedRule: this.deploymentFailedRule,
      secretReadRule: this.secretReadRule,
    });
  }

  private alarm(subject: string, spec: AlarmSpec): cloudwatch.MetricAlarm {
    const { topicArn, tags } = this.#args;
    return metricAlarm(`${this.#name}-${subject}`, spec, topicArn, tags, this);
  }

  private event(subject: string, spec: EventSpec): cloudwatch.EventRule {
    const { topicArn, tags } = this.#args;
    return eventAlarm(`${this.#name}-${subject}`, spec, topicArn, tags, this);
  }
}
