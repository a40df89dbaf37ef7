/**
 * The resources and dependencies of Pulumi's template `container-aws-typescript` at 65db26bf, and of the awsx components that it uses.
 * They are rewritten as plain resources in the account's default VPC.
 */
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx/ecr";
import * as pulumi from "@pulumi/pulumi";

const cluster = new aws.ecs.Cluster("cluster", {});

const balancerGroup = new aws.ec2.SecurityGroup("loadbalancer", { description: "Load balancer" });
const loadBalancer = new aws.lb.LoadBalancer("loadbalancer", {
  securityGroups: [balancerGroup.id],
});
const targetGroup = new aws.lb.TargetGroup("loadbalancer", {
  port: 80,
  protocol: "HTTP",
  targetType: "ip",
});
const listener = new aws.lb.Listener("loadbalancer-0", {
  loadBalancerArn: loadBalancer.arn,
  port: 80,
  defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
});

const repository = new awsx.Repository("repo", {});
const image = new awsx.Image("image", { repositoryUrl: repository.url, context: "./app" });

const logGroup = new aws.cloudwatch.LogGroup("service", {});
const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
const executionRole = new aws.iam.Role("service-execution", { assumeRolePolicy: trust });
new aws.iam.RolePolicyAttachment("service-execution", {
  role: executionRole.name,
  policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
});
const taskRole = new aws.iam.Role("service-task", { assumeRolePolicy: trust });
const definition = new aws.ecs.TaskDefinition("service", {
  family: "service",
  executionRoleArn: executionRole.arn,
  taskRoleArn: taskRole.arn,
  containerDefinitions: pulumi.jsonStringify([
    { name: "app", image: image.imageUri, logConfiguration: { options: { group: logGroup.name } } },
  ]),
});

const serviceGroup = new aws.ec2.SecurityGroup("service", { description: "Service" });
export const service = new aws.ecs.Service(
  "service",
  {
    cluster: cluster.arn,
    taskDefinition: definition.arn,
    launchType: "FARGATE",
    desiredCount: 1,
    loadBalancers: [{ targetGroupArn: targetGroup.arn, containerName: "app", containerPort: 80 }],
    networkConfiguration: { assignPublicIp: true, subnets: [], securityGroups: [serviceGroup.id] },
    waitForSteadyState: true,
  },
  // awsx returns the target group only after its load balancer and listener exist.
  { dependsOn: [loadBalancer, listener] },
).name;
