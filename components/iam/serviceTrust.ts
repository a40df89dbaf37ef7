import type * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";

/**
 * Trust policy for one AWS service, without a condition, for a service that does not say for which resource it assumes the role.
 * Nobody outside the account can pass the role to the service, because that takes `iam:PassRole` in this account.
 * @param principal the service, for example "ecs.amazonaws.com"
 */
export function trustPolicyWithoutCondition(principal: string): iam.PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: principal }, Action: "sts:AssumeRole" }],
  };
}

/** Every resource of ECS in the account and region. */
export const ECS_RESOURCES = { service: "ecs", resource: "*" } as const;

/**
 * Trust policy for one AWS service, limited to this account's own resources, so that nobody else can make the service use the
 * role.
 * @param principal the service, for example "ecs-tasks.amazonaws.com"
 * @param source the resources that it acts for: the two parts of their ARN before and after region and account
 */
export function trustPolicy(
  principal: string,
  source: { readonly service: string; readonly resource: string },
  { partition, region, accountId }: Account,
): iam.PolicyDocument {
  const sourceArn = pulumi.interpolate`arn:${partition}:${source.service}:${region}:${accountId}:${source.resource}`;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: principal },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": accountId },
          ArnLike: { "aws:SourceArn": sourceArn },
        },
      },
    ],
  };
}
