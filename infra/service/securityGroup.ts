import * as ec2 from "@pulumi/aws/ec2";
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import type * as pulumi from "@pulumi/pulumi";

export interface TasksSecurityGroupArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Port that the service listens on. */
  readonly containerPort: number;
  /** Security group of the load balancer, which gets its one way out here. */
  readonly loadBalancerGroupId: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The tasks' security group. In: the load balancer, on the service's port. Out: anything, because the models' and speech
 * services that a bot talks to vary in address, port and protocol.
 */
export function tasksSecurityGroup(
  name: string,
  args: TasksSecurityGroupArgs,
  opts: pulumi.CustomResourceOptions,
): ec2.SecurityGroup {
  const { vpcId, tags } = args;
  const tasks = new ec2.SecurityGroup(
    `${name}-sg`,
    { description: "Tasks of the phone service", vpcId, tags },
    opts,
  );
  joinToLoadBalancer(name, tasks.id, args, opts);
  new SecurityGroupEgressRule(
    `${name}-to-world`,
    {
      securityGroupId: tasks.id,
      description: "Twilio, AWS and the services that the bot talks to",
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "-1",
      tags,
    },
    opts,
  );
  return tasks;
}

/** One port, both ends: out of the load balancer's group, into the tasks'. */
function joinToLoadBalancer(
  name: string,
  tasksGroupId: pulumi.Output<string>,
  { loadBalancerGroupId, containerPort, tags }: TasksSecurityGroupArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const servicePort = { fromPort: containerPort, toPort: containerPort, ipProtocol: "tcp" };
  new SecurityGroupIngressRule(
    `${name}-from-alb`,
    {
      securityGroupId: tasksGroupId,
      referencedSecurityGroupId: loadBalancerGroupId,
      description: "Calls and health checks from the load balancer",
      ...servicePort,
      tags,
    },
    opts,
  );
  new SecurityGroupEgressRule(
    `${name}-alb-to-tasks`,
    {
      securityGroupId: loadBalancerGroupId,
      referencedSecurityGroupId: tasksGroupId,
      description: "Calls and health checks to the tasks",
      ...servicePort,
      tags,
    },
    opts,
  );
}
