import {
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeRouteTablesCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ListTasksCommand,
  StopTaskCommand,
  type LoadBalancer,
} from "@aws-sdk/client-ecs";
import type { Clients } from "./awsLab";

/** A VPC with one subnet, which has no route to the internet yet. */
export interface Network {
  readonly subnetId: string;
  readonly routeTableId: string;
  readonly securityGroupId: string;
}

/** Makes a VPC with one subnet and no route to the internet. */
export async function makeNetwork({ ec2 }: Clients): Promise<Network> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const VpcId = Vpc?.VpcId ?? "";
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: "10.0.1.0/24" }));
  const { RouteTables = [] } = await ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: "vpc-id", Values: [VpcId] }] }),
  );
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName: "phone", Description: "phone" }),
  );
  return {
    subnetId: Subnet?.SubnetId ?? "",
    routeTableId: RouteTables[0]?.RouteTableId ?? "",
    securityGroupId: GroupId ?? "",
  };
}

/** Gives the subnet a route to the internet through a NAT gateway. */
export async function openToNat(
  { ec2 }: Clients,
  { subnetId, routeTableId }: Network,
): Promise<void> {
  const { NatGateway } = await ec2.send(new CreateNatGatewayCommand({ SubnetId: subnetId }));
  await ec2.send(
    new CreateRouteCommand({
      RouteTableId: routeTableId,
      DestinationCidrBlock: "0.0.0.0/0",
      NatGatewayId: NatGateway?.NatGatewayId ?? "",
    }),
  );
}

/** Runs one task of a definition in a service and a cluster of this name, behind load balancers if any are given. */
export async function makeService(
  { ecs }: Clients,
  name: string,
  taskDefinition: string,
  { subnetId, securityGroupId }: Network,
  loadBalancers: LoadBalancer[] = [],
): Promise<void> {
  await ecs.send(new CreateClusterCommand({ clusterName: name }));
  await ecs.send(
    new CreateServiceCommand({
      cluster: name,
      serviceName: name,
      taskDefinition,
      desiredCount: 1,
      launchType: "FARGATE",
      loadBalancers,
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [subnetId],
          securityGroups: [securityGroupId],
          assignPublicIp: "DISABLED",
        },
      },
    }),
  );
}

/** Stops the service's task with ECS's stop reason for a key that the secret lacks. */
export async function stopForMissingKey(
  { ecs }: Clients,
  service: string,
  key: string,
): Promise<void> {
  const { taskArns = [] } = await ecs.send(
    new ListTasksCommand({ cluster: service, serviceName: service }),
  );
  if (taskArns[0] === undefined) throw new Error(`no task runs in ${service}`);
  const reason =
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: " +
    "unable to retrieve secret from asm: service call has been retried 1 time(s): " +
    `retrieved secret from Secrets Manager did not contain json key ${key}`;
  await ecs.send(new StopTaskCommand({ cluster: service, task: taskArns[0], reason }));
}
