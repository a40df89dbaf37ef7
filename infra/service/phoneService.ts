import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ecs from "@pulumi/aws/ecs";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../components/iam/account";
import { scaleService } from "./autoscaling";
import { CALL_METRIC, maxCallsPerTask } from "./callMetric";
import { type CallTimeouts, serviceTimeouts } from "./callTimeouts";
import { containerDefinition } from "./task/container";
import { deploymentServiceArgs, type DeploymentServiceArgs } from "./deployment";
import type { Endpoint } from "../endpoint/endpoint";
import type { Network } from "../network/network";
import { PhoneTask } from "./task/phoneTask";
import type { SecretReference } from "../../components/secret/secretReference";
import type { ServiceSettings } from "./settings";
import { tasksSecurityGroup } from "./securityGroup";

export interface PhoneServiceArgs {
  readonly account: Account;
  readonly network: Network;
  readonly endpoint: Endpoint;
  readonly image: pulumi.Input<string>;
  /** Container secrets by environment name. */
  readonly secrets: Readonly<Record<string, SecretReference>>;
  /** Secrets that the running service may read with the task role, in addition to its environment variables. */
  readonly taskRoleReads: readonly SecretReference[];
  /** Name of the task definitions. */
  readonly family: string;
  readonly timeouts: CallTimeouts;
  /** Whether Pulumi refuses to delete the cluster and the service. */
  readonly protect: boolean;
  /** Alarms that roll a deployment back. */
  readonly deploymentAlarmNames: readonly pulumi.Input<string>[];
  readonly settings: ServiceSettings;
  readonly tags: Readonly<Record<string, string>>;
}

/** The Pipecat phone service on ECS Fargate: cluster, logs, task, service and scaling. */
export class PhoneService extends pulumi.ComponentResource {
  readonly clusterName: pulumi.Output<string>;
  readonly serviceName: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  readonly task: PhoneTask;

  readonly #name: string;
  readonly #args: PhoneServiceArgs;

  constructor(name: string, args: PhoneServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:PhoneService", name, {}, opts);
    this.#name = name;
    this.#args = args;
    const cluster = this.createCluster();
    const logGroup = this.createLogGroup();
    this.task = this.createTask(cluster, logGroup);
    const service = this.createService(cluster);
    this.scale(cluster, service);
    this.clusterName = cluster.name;
    this.serviceName = service.name;
    this.logGroupName = logGroup.name;
    this.registerOutputs({
      clusterName: this.clusterName,
      serviceName: this.serviceName,
      logGroupName: this.logGroupName,
    });
  }

  private scale(cluster: ecs.Cluster, service: ecs.Service): void {
    const { family, settings, tags } = this.#args;
    const opts = { parent: this };
    scaleService(this.#name, cluster.name, service.name, family, settings.scaling, tags, opts);
  }

  private createCluster(): ecs.Cluster {
    const { settings, protect, tags } = this.#args;
    return new ecs.Cluster(
      `${this.#name}-cluster`,
      { settings: [{ name: "containerInsights", value: settings.containerInsights }], tags },
      { parent: this, protect },
    );
  }

  private createLogGroup(): cloudwatch.LogGroup {
    const { settings, tags } = this.#args;
    return new cloudwatch.LogGroup(
      `${this.#name}-logs`,
      { retentionInDays: settings.logRetentionDays, tags },
      { parent: this },
    );
  }

  private createTask(cluster: ecs.Cluster, logGroup: cloudwatch.LogGroup): PhoneTask {
    const { account, endpoint, image, secrets, taskRoleReads, timeouts, settings, tags } =
      this.#args;
    const container = containerDefinition(
      {
        ...settings.container,
        image,
        region: account.region,
        publicHostName: endpoint.hostName,
        family: this.#args.family,
        maxCalls: maxCallsPerTask(settings.scaling.callsPerTask),
        stopTimeoutSeconds: timeouts.stopTimeoutSeconds,
        gracefulShutdownSeconds: timeouts.gracefulShutdownSeconds,
        logGroupName: logGroup.name,
      },
      secrets,
    );
    return new PhoneTask(
      `${this.#name}-task`,
      {
        container,
        secrets: Object.values(secrets),
        taskRoleReads,
        bedrockModels: settings.bedrockModels,
        executeCommand: settings.enableExecuteCommand,
        metricNamespace: CALL_METRIC.namespace,
        family: this.#args.family,
        size: settings.size,
        account,
        clusterName: cluster.name,
        logGroupArn: logGroup.arn,
        tags,
      },
      { parent: this },
    );
  }

  private createService(cluster: ecs.Cluster): ecs.Service {
    const { network, endpoint, timeouts, protect, settings, tags } = this.#args;
    const capacity = new ecs.ClusterCapacityProviders(
      `${this.#name}-capacity`,
      { clusterName: cluster.name, capacityProviders: ["FARGATE"] },
      { parent: this },
    );
    return new ecs.Service(
      `${this.#name}-service`,
      {
        cluster: cluster.arn,
        taskDefinition: this.task.definitionArn,
        desiredCount: settings.desiredCount,
        // Stated, because `pulumi refresh` fails on a service that takes its cluster's strategy; on demand, because Spot
        // stops a task in the middle of its calls.
        capacityProviderStrategies: [{ capacityProvider: "FARGATE", base: 0, weight: 1 }],
        platformVersion: "LATEST",
        ...this.deployment(),
        availabilityZoneRebalancing: settings.availabilityZoneRebalancing ? "ENABLED" : "DISABLED",
        healthCheckGracePeriodSeconds: settings.healthCheckGraceSeconds,
        networkConfiguration: this.networkConfiguration(),
        enableExecuteCommand: settings.enableExecuteCommand,
        enableEcsManagedTags: true,
        propagateTags: "SERVICE",
        waitForSteadyState: true,
        tags,
      },
      {
        parent: this,
        protect,
        // ECS takes a target group only once a listener uses it, and starts tasks as soon as the service exists.
        dependsOn: [capacity, endpoint.route.rule, this.task, network],
        customTimeouts: serviceTimeouts(timeouts),
        ignoreChanges: ["desiredCount"],
      },
    );
  }

  private deployment(): DeploymentServiceArgs {
    const { account, endpoint, timeouts, deploymentAlarmNames, settings, tags } = this.#args;
    return deploymentServiceArgs(
      this.#name,
      {
        account,
        route: endpoint.route,
        containerPort: settings.container.http.port,
        timeouts,
        alarmNames: deploymentAlarmNames,
        tags,
      },
      { parent: this },
    );
  }

  private networkConfiguration() {
    const { network, endpoint, settings, tags } = this.#args;
    const securityGroup = tasksSecurityGroup(
      this.#name,
      {
        vpcId: network.vpcId,
        containerPort: settings.container.http.port,
        loadBalancerGroupId: endpoint.securityGroupId,
        tags,
      },
      { parent: this },
    );
    return {
      subnets: settings.assignPublicIp ? network.publicSubnetIds : network.privateSubnetIds,
      securityGroups: [securityGroup.id],
      assignPublicIp: settings.assignPublicIp,
    };
  }
}
