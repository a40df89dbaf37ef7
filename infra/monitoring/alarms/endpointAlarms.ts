import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../../components/iam/account";
import { alarmTopic } from "./alarmTopic";
import {
  certificateExpiry,
  loadBalancerErrors,
  rejectedConnections,
  targetErrors,
  unhealthyTargets,
} from "./endpointMetrics";
import { type AlarmSpec, metricAlarm } from "./metricAlarm";

export interface AlarmsArgs {
  readonly account: Account;
  /** The end of the load balancer's ARN, `app/NAME/ID`. */
  readonly loadBalancerArnSuffix: pulumi.Input<string>;
  /** The ends of the target groups' ARNs, `targetgroup/NAME/ID`: one, or two for blue/green deployments. */
  readonly targetGroupArnSuffixes: readonly pulumi.Input<string>[];
  /** The listener's certificate. @default - no alarm on its end */
  readonly certificateArn?: pulumi.Input<string>;
  /** Public host name of the service. */
  readonly domainName: string;
  /** Who gets the mails; empty for nobody yet. */
  readonly email: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The topic that notifies people, and the alarms on the endpoint, which exist before the service does. */
export class Alarms extends pulumi.ComponentResource {
  /** SNS topic of every alarm of the stack. */
  readonly topicArn: pulumi.Output<string>;
  /** Alarms that should take a deployment back. */
  readonly deploymentAlarmNames: pulumi.Output<string>[];
  /** Every alarm of this component. */
  readonly alarmArns: pulumi.Output<string>[];

  readonly #name: string;
  readonly #tags: Readonly<Record<string, string>>;

  constructor(name: string, args: AlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:Alarms", name, {}, opts);
    this.#name = name;
    this.#tags = args.tags;
    const { loadBalancerArnSuffix, targetGroupArnSuffixes, certificateArn, domainName } = args;
    this.topicArn = alarmTopic(name, args, this);
    // The circuit breaker watches the new tasks. An alarm on unhealthy old tasks would roll back the deployment that fixes them.
    const deploymentAlarms = [
      this.alarm("target-errors", targetErrors(loadBalancerArnSuffix)),
      this.alarm("load-balancer-errors", loadBalancerErrors(loadBalancerArnSuffix)),
    ];
    const others = [
      this.alarm(
        "unhealthy-targets",
        unhealthyTargets(loadBalancerArnSuffix, targetGroupArnSuffixes),
      ),
      this.alarm("rejected-connections", rejectedConnections(loadBalancerArnSuffix)),
      ...(certificateArn === undefined
        ? []
        : [this.alarm("certificate", certificateExpiry(certificateArn, domainName))]),
    ];
    this.deploymentAlarmNames = deploymentAlarms.map((alarm) => alarm.name);
    this.alarmArns = [...deploymentAlarms, ...others].map(({ arn }) => arn);
    this.registerOutputs({
      topicArn: this.topicArn,
      deploymentAlarmNames: this.deploymentAlarmNames,
      alarmArns: this.alarmArns,
    });
  }

  private alarm(subject: string, spec: AlarmSpec): cloudwatch.MetricAlarm {
    return metricAlarm(`${this.#name}-${subject}`, spec, this.topicArn, this.#tags, this);
  }
}
