import type * as ecs from "@pulumi/aws/ecs";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../components/iam/account";
import type { CallTimeouts } from "./callTimeouts";
import { CONTAINER_NAME } from "./task/container";
import type { CallRoute } from "../endpoint/listener";
import { trustPolicyWithoutCondition } from "../../components/iam/serviceTrust";

export interface DeploymentArgs {
  readonly account: Account;
  readonly route: CallRoute;
  /** Port that the service listens on. */
  readonly containerPort: number;
  readonly timeouts: CallTimeouts;
  /** Alarms that roll a deployment back. */
  readonly alarmNames: readonly pulumi.Input<string>[];
  readonly tags: Readonly<Record<string, string>>;
}

/** The part of a service's arguments that says how a new task definition replaces the old one. */
export type DeploymentServiceArgs = Pick<
  ecs.ServiceArgs,
  | "alarms"
  | "deploymentCircuitBreaker"
  | "deploymentConfiguration"
  | "deploymentMaximumPercent"
  | "deploymentMinimumHealthyPercent"
  | "loadBalancers"
>;

/**
 * How the service is deployed. Rolling: old tasks are drained one by one. Blue/green, when the route has two target groups: new
 * calls go to the new tasks at once, calls in progress end on the old ones, and a failure within the bake time rolls back.
 */
export function deploymentServiceArgs(
  name: string,
  args: DeploymentArgs,
  opts: pulumi.CustomResourceOptions,
): DeploymentServiceArgs {
  const { route, containerPort, timeouts, alarmNames } = args;
  const blueTargetGroup = {
    targetGroupArn: route.blue.arn,
    containerName: CONTAINER_NAME,
    containerPort,
  };
  const always = {
    deploymentMinimumHealthyPercent: 100,
    deploymentMaximumPercent: 200,
    deploymentCircuitBreaker: { enable: true, rollback: true },
    ...(alarmNames.length > 0 && {
      alarms: { alarmNames: [...alarmNames], enable: true, rollback: true },
    }),
  };
  if (route.green === undefined) {
    return {
      ...always,
      deploymentConfiguration: { strategy: "ROLLING" },
      loadBalancers: [blueTargetGroup],
    };
  }
  const advancedConfiguration = {
    alternateTargetGroupArn: route.green.arn,
    productionListenerRule: route.rule.arn,
    roleArn: createInfrastructureRole(name, args, opts),
  };
  return {
    ...always,
    deploymentConfiguration: {
      strategy: "BLUE_GREEN",
      bakeTimeInMinutes: String(timeouts.bakeMinutes),
    },
    loadBalancers: [{ ...blueTargetGroup, advancedConfiguration }],
  };
}

/** ARN of the role by which ECS moves the listener rule, once it has its rights. */
function createInfrastructureRole(
  name: string,
  { account, tags }: DeploymentArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const role = new iam.Role(
    `${name}-infrastructure`,
    {
      description: "Lets ECS move calls from the old tasks to the new ones",
      // No condition on aws:SourceAccount and aws:SourceArn: AWS's page for this role has none, and nothing says that ECS sends
      // these keys here. If it does not, CreateService would fail. Source: "Amazon ECS infrastructure IAM role for load
      // balancers" in the ECS developer guide.
      assumeRolePolicy: trustPolicyWithoutCondition("ecs.amazonaws.com"),
      tags,
    },
    opts,
  );
  const attachment = new iam.RolePolicyAttachment(
    `${name}-infrastructure-rights`,
    {
      role: role.name,
      policyArn: pulumi.interpolate`arn:${account.partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers`,
    },
    opts,
  );
  return pulumi.all([role.arn, attachment.id]).apply(([arn]) => arn);
}
