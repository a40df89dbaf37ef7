import * as ec2 from "@pulumi/aws/ec2";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../components/iam/account";
import type { Vpc } from "./vpc";

export interface VpcEndpointsArgs {
  readonly account: Account;
  readonly vpc: Vpc;
  /** Secrets that may be read. */
  readonly secretArns: readonly pulumi.Input<string>[];
  /** Whether the tasks invoke Bedrock models. */
  readonly bedrock: boolean;
  /** Whether ECS Exec may open a shell in a task. */
  readonly executeCommand: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** Services that a task needs to start, to log and to publish metrics, in addition to Secrets Manager. */
const SERVICES = ["ecr.api", "ecr.dkr", "logs", "monitoring"];

/**
 * Makes AWS's services reachable from subnets without egress: for the image, the secrets, the logs and, if configured, Bedrock.
 */
export function createVpcEndpoints(
  name: string,
  args: VpcEndpointsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const { account, vpc, bedrock, executeCommand, tags } = args;
  const { vpcId, privateSubnetIds: subnetIds, privateRouteTableIds: routeTableIds } = vpc;
  const securityGroupIds = [createSecurityGroup(name, args, opts)];
  const createInterface = (service: string, policy?: pulumi.Output<string>) =>
    new ec2.VpcEndpoint(
      `${name}-${service.replace(".", "-")}`,
      {
        vpcId,
        vpcEndpointType: "Interface",
        serviceName: endpointService("Interface", service, account),
        privateDnsEnabled: true,
        subnetIds,
        securityGroupIds,
        ...(policy && { policy }),
        tags,
      },
      opts,
    );
  const onDemand = [
    ...(bedrock ? ["bedrock-runtime"] : []),
    // Where ECS Exec's agent opens its channels. Source: "ECS Exec" in the ECS developer guide.
    ...(executeCommand ? ["ssmmessages"] : []),
  ];
  for (const service of [...SERVICES, ...onDemand]) createInterface(service);
  createInterface("secretsmanager", readOnly(args.secretArns));
  // Amazon ECR keeps an image's layers in S3.
  new ec2.VpcEndpoint(
    `${name}-s3`,
    {
      vpcId,
      vpcEndpointType: "Gateway",
      serviceName: endpointService("Gateway", "s3", account),
      routeTableIds,
      tags,
    },
    opts,
  );
}

/** Regions of the partition `aws`, where all names of endpoint services are built alike. */
const COMMERCIAL = /^(?!cn-|us-gov-|us-iso|eu-isoe-|eusc-)/;

/**
 * What AWS calls an endpoint service in the stack's region. Outside the partition `aws` it is looked up: in China some names
 * begin with `cn.com.amazonaws`, and others do not. The look-up fails, and names the filter, where the region lacks the service.
 * Source: DescribeVpcEndpointServices in the EC2 API reference.
 */
function endpointService(
  serviceType: "Interface" | "Gateway",
  service: string,
  { region }: Account,
): pulumi.Input<string> {
  if (COMMERCIAL.test(region)) return `com.amazonaws.${region}.${service}`;
  const filters = [{ name: "service-name", values: [`*.${region}.${service}`] }];
  return ec2.getVpcEndpointServiceOutput({ serviceType, filters }).serviceName;
}

function createSecurityGroup(
  name: string,
  { vpc, tags }: VpcEndpointsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { id } = new ec2.SecurityGroup(
    `${name}-endpoints-sg`,
    { description: "AWS services, from inside the VPC", vpcId: vpc.vpcId, tags },
    opts,
  );
  new SecurityGroupIngressRule(
    `${name}-endpoints-https`,
    {
      securityGroupId: id,
      description: "HTTPS from the VPC",
      cidrIpv4: vpc.cidrBlock,
      fromPort: 443,
      toPort: 443,
      ipProtocol: "tcp",
      tags,
    },
    opts,
  );
  return id;
}

function readOnly(secretArns: readonly pulumi.Input<string>[]): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: "*",
        Action: "secretsmanager:GetSecretValue",
        Resource: secretArns,
      },
    ],
  });
}
