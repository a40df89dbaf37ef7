import type * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../../components/iam/account";

type Statement = iam.PolicyStatement;

/**
 * The right to invoke foundation models, given by id or ARN, streams in both directions among them; empty for none. Source:
 * InvokeModelWithBidirectionalStream in Bedrock's API reference, which asks for the right to InvokeModel.
 */
export function invokeModels(
  models: readonly string[],
  { partition, region }: Account,
): Statement[] {
  if (models.length === 0) return [];
  return [
    {
      Effect: "Allow",
      Action: ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
      Resource: models.map((model) =>
        model.startsWith("arn:")
          ? model
          : pulumi.interpolate`arn:${partition}:bedrock:${region}::foundation-model/${model}`,
      ),
    },
  ];
}

/** The right of a cluster's tasks to protect themselves from scale-in while they carry a call. */
export function protectTasks(
  clusterName: pulumi.Output<string>,
  { partition, region, accountId }: Account,
): Statement {
  return {
    Effect: "Allow",
    Action: ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"],
    Resource: pulumi.interpolate`arn:${partition}:ecs:${region}:${accountId}:task/${clusterName}/*`,
  };
}

/**
 * The rights by which ECS Exec's agent, in the container and with the task's role, opens its channels; AWS offers no resource
 * for these actions. Source: "Task IAM role permissions for ECS Exec" in the ECS developer guide.
 */
export function openExecChannels(): Statement {
  return {
    Effect: "Allow",
    Action: [
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ],
    Resource: "*",
  };
}

/** The right to publish metrics of one namespace; AWS offers no resource for this action. */
export function publishMetrics(namespace: string): Statement {
  return {
    Effect: "Allow",
    Action: "cloudwatch:PutMetricData",
    Resource: "*",
    Condition: { StringEquals: { "cloudwatch:namespace": namespace } },
  };
}
