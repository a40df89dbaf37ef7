import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import type { Vpc } from "./vpc";

export interface VpcEndpointsArgs {
  readonly account: Account;
  readonly vpc: Vpc;
  /** Secrets that may be read. */
  readonly secretArns: readonly pulumi.Input<string>[];
  /** Whether the tasks invoke Bedrock models. */
  readonly bedrock: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a task needs to start, to log and to publish metrics, beside Secrets Manager. */
const SERVICES = ["ecr.api", "ecr.dkr", "logs", "monitoring"];

/** Makes AWS reachable from subnets without a way out: for the image, the secrets, the logs and, on demand, Bedrock. */
export function createVpcEndpoints(
  name: string,
  args: VpcEndpointsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const { account, vpc, bedrock, tags } = args;
  const { vpcId, privateSubnetIds: subnetIds, privateRouteTableIds: routeTableIds } = vpc;
  const securityGroupIds = [createSecurityGroup(name, args, opts)];
  const serviceName = (service: string) => `com.amazonaws.${account.region}.${service}`;
  const createInterface = (service: string, policy?: pulumi.Output<string>) =>
    new aws.ec2.VpcEndpoint(
      `${name}-${service.replace(".", "-")}`,
      {
        vpcId,
        vpcEndpointType: "Interface",
        serviceName: serviceName(service),
        privateDnsEnabled: true,
        subnetIds,
        securityGroupIds,
        ...(policy && { policy }),
        tags,
      },
      opts,
    );
  for (const service of bedrock ? [...SERVICES, "bedrock-runtime"] : SERVICES)
    createInterface(service);
  createInterface("secretsmanager", readOnly(args.secretArns));
  // Amazon ECR keeps an image's layers in S3.
  new aws.ec2.VpcEndpoint(
    `${name}-s3`,
    { vpcId, vpcEndpointType: "Gateway", serviceName: serviceName("s3"), routeTableIds, tags },
    opts,
  );
}

function createSecurityGroup(
  name: string,
  { vpc, tags }: VpcEndpointsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { id } = new aws.ec2.SecurityGroup(
    `${name}-endpoints-sg`,
    { description: "AWS services, from inside the VPC", vpcId: vpc.vpcId, tags },
    opts,
  );
  new aws.vpc.SecurityGroupIngressRule(
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
