import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";

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
  const { partition, region, accountId } = account;
  const logGroup = new aws.cloudwatch.LogGroup(
    `${name}-flows`,
    { retentionInDays: RETENTION_DAYS, tags },
    opts,
  );
  const role = new aws.iam.Role(
    `${name}-flows-role`,
    {
      description: "Writes the flow logs of the phone service's VPC",
      assumeRolePolicy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "vpc-flow-logs.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              StringEquals: { "aws:SourceAccount": accountId },
              ArnLike: {
                "aws:SourceArn": pulumi.interpolate`arn:${partition}:ec2:${region}:${accountId}:vpc-flow-log/*`,
              },
            },
          },
        ],
      },
      tags,
    },
    opts,
  );
  new aws.iam.RolePolicy(
    `${name}-flows-policy`,
    {
      role: role.id,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            Resource: [logGroup.arn, pulumi.interpolate`${logGroup.arn}:*`],
          },
        ],
      },
    },
    opts,
  );
  new aws.ec2.FlowLog(
    `${name}-flow-log`,
    { vpcId, trafficType: "ALL", iamRoleArn: role.arn, logDestination: logGroup.arn, tags },
    opts,
  );
}
