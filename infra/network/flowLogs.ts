import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../components/iam/account";
import { trustPolicy } from "../../components/iam/serviceTrust";

/** Days for which flows are kept. */
const RETENTION_DAYS = 30;

export interface FlowLogsArgs {
  readonly account: Account;
  readonly vpcId: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Logs who talked to whom in a VPC: addresses, ports and sizes, no content. */
export function recordFlows(
  name: string,
  { account, vpcId, tags }: FlowLogsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const logGroup = new cloudwatch.LogGroup(
    `${name}-flows`,
    { retentionInDays: RETENTION_DAYS, tags },
    opts,
  );
  const role = new iam.Role(
    `${name}-flows-role`,
    {
      description: "Writes the flow logs of the phone service's VPC",
      assumeRolePolicy: trustPolicy(
        "vpc-flow-logs.amazonaws.com",
        { service: "ec2", resource: "vpc-flow-log/*" },
        account,
      ),
      tags,
    },
    opts,
  );
  new iam.RolePolicy(
    `${name}-flows-policy`,
    { role: role.id, policy: writeTo(logGroup.arn) },
    opts,
  );
  new ec2.FlowLog(
    `${name}-flow-log`,
    { vpcId, trafficType: "ALL", iamRoleArn: role.arn, logDestination: logGroup.arn, tags },
    opts,
  );
}

function writeTo(logGroupArn: pulumi.Output<string>): iam.PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: [logGroupArn, pulumi.interpolate`${logGroupArn}:*`],
      },
    ],
  };
}
