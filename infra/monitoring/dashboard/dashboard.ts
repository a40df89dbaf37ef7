import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../../components/iam/account";
import { awsSafeName } from "../../awsSafeName";
import { dashboardBody } from "./dashboardBody";
import { INCLUDING_READ_EVENTS } from "../alarms/eventAlarm";
import { savedQueries } from "./savedQueries";
import { everyReadPattern } from "../alarms/secretReads";

export interface DashboardArgs {
  readonly account: Account;
  /** The end of the load balancer's ARN, `app/NAME/ID`. */
  readonly loadBalancerArnSuffix: pulumi.Input<string>;
  readonly clusterName: pulumi.Input<string>;
  readonly serviceName: pulumi.Input<string>;
  /** Fewest tasks that scaling keeps. */
  readonly minTasks: number;
  readonly logGroupName: pulumi.Input<string>;
  /** The secret whose reads are counted. */
  readonly secretArn: pulumi.Input<string>;
  /** Alarms to show the state of. @default - none */
  readonly alarmArns?: readonly pulumi.Input<string>[];
  /** Rules whose matches are shown. @default - the stack has no alarms */
  readonly rules?: {
    readonly deploymentFailed: pulumi.Input<string>;
    readonly secretRead: pulumi.Input<string>;
  };
  /** Name of the dashboard and of the queries' folder, once in the account. */
  readonly family: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Help for finding the cause of a problem: a CloudWatch dashboard, and saved queries on the service's log. */
export class Dashboard extends pulumi.ComponentResource {
  readonly dashboardName: pulumi.Output<string>;

  constructor(name: string, args: DashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:Dashboard", name, {}, opts);
    const { account, minTasks, logGroupName, alarmArns = [], rules, family } = args;
    const { loadBalancerArnSuffix, clusterName, serviceName } = args;
    const secretReadsRule = this.countReads(name, args);
    const subject = pulumi
      .all([
        loadBalancerArnSuffix,
        clusterName,
        serviceName,
        pulumi.all([...alarmArns]),
        secretReadsRule,
        rules,
      ])
      .apply(([loadBalancer, cluster, service, alarms, reads, known]) =>
        dashboardBody({
          region: account.region,
          loadBalancerArnSuffix: loadBalancer,
          clusterName: cluster,
          serviceName: service,
          family,
          minTasks,
          alarmArns: alarms,
          secretReadsRule: reads,
          ...(known === undefined ? {} : { rules: known }),
        }),
      );
    const dashboard = new cloudwatch.Dashboard(
      `${name}-dashboard`,
      {
        // CloudWatch generates no name.
        dashboardName: awsSafeName(family),
        dashboardBody: pulumi.jsonStringify(subject),
      },
      { parent: this },
    );
    savedQueries(`${name}-query`, logGroupName, family, this);
    this.dashboardName = dashboard.dashboardName;
    this.registerOutputs({ dashboardName: this.dashboardName });
  }

  /** Name of a rule that notifies nobody: EventBridge counts the events that match a rule, with or without a target. */
  private countReads(name: string, { secretArn, tags }: DashboardArgs): pulumi.Output<string> {
    const rule = new cloudwatch.EventRule(
      `${name}-secret-reads`,
      {
        description: "Counts the reads of the phone service's secret, for its dashboard",
        eventPattern: pulumi.jsonStringify(pulumi.output(secretArn).apply(everyReadPattern)),
        state: INCLUDING_READ_EVENTS,
        tags,
      },
      { parent: this },
    );
    return rule.name;
  }
}
