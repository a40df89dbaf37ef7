import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";

/**
 * Trust of a role in one AWS service, without a condition: for a role that the service takes without naming on whose behalf.
 * Handing a role to a service asks for `iam:PassRole` in this account, so nobody else can name it.
 * @param principal the service, for example "ecs.amazonaws.com"
 */
export function trustServiceAlone(principal: string): aws.iam.PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: principal }, Action: "sts:AssumeRole" }],
  };
}

/** Every resource of ECS in the account and region. */
export const ECS_RESOURCES = { service: "ecs", resource: "*" } as const;

/**
 * Trust of a role in one AWS service, on behalf of this account's own resources alone, so that nobody else can make that
 * service use the role.
 * @param principal the service, for example "ecs-tasks.amazonaws.com"
 * @param source the resources that it acts for: the two parts of their ARN before and after region and account
 */
export function trustService(
  principal: string,
  source: { readonly service: string; readonly resource: string },
  { partition, region, accountId }: Account,
): aws.iam.PolicyDocument {
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
