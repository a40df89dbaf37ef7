import type * as iam from "@pulumi/aws/iam";
import * as kms from "@pulumi/aws/kms";
import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { accountRootStatement, type Account } from "../../../components/iam/account";

export interface AlarmTopicArgs {
  readonly account: Account;
  /** Who gets the mails; AWS asks the address once whether it wants them. @default - nobody yet */
  readonly email: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * ARN of a new SNS topic that this account's CloudWatch alarms and EventBridge rules can publish to. The topic has its own key,
 * because neither service can use AWS's `alias/aws/sns`.
 */
export function alarmTopic(
  name: string,
  { account, email, tags }: AlarmTopicArgs,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const key = new kms.Key(
    `${name}-key`,
    {
      description: "Encrypts the alarms of the phone service",
      enableKeyRotation: true,
      policy: pulumi.jsonStringify(keyPolicy(account)),
      tags,
    },
    { parent },
  );
  const topic = new sns.Topic(`${name}-topic`, { kmsMasterKeyId: key.arn, tags }, { parent });
  const policy = new sns.TopicPolicy(
    `${name}-topic-policy`,
    { arn: topic.arn, policy: pulumi.jsonStringify(topicPolicy(topic.arn, account)) },
    { parent },
  );
  if (email !== "") {
    new sns.TopicSubscription(
      `${name}-email`,
      { topic: topic.arn, protocol: "email", endpoint: email },
      { parent },
    );
  }
  // From the policy, so that nothing publishes before it may.
  return policy.arn;
}

/** Everything to the account's own IAM policies, and to the two services as much as publishing needs, for this account's topics. */
function keyPolicy(account: Account): iam.PolicyDocument {
  const { partition, region, accountId } = account;
  return {
    Version: "2012-10-17",
    Statement: [
      accountRootStatement(account),
      {
        Sid: "AlarmsAndEventsPublish",
        Effect: "Allow",
        Principal: { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
        // SNS gives the topic as encryption context. aws:SourceAccount and aws:SourceArn "are not supported for
        // EventBridge-to-encrypted topics". Source: "Managing Amazon SNS encryption keys" in the SNS developer guide.
        Condition: {
          // An encryption context is text to IAM, not an ARN.
          StringLike: {
            "kms:EncryptionContext:aws:sns:topicArn": pulumi.interpolate`arn:${partition}:sns:${region}:${accountId}:*`,
          },
        },
      },
    ],
  };
}

function topicPolicy(
  topicArn: pulumi.Output<string>,
  { partition, region, accountId }: Account,
): iam.PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AlarmsPublish",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: {
          StringEquals: { "aws:SourceAccount": accountId },
          ArnLike: {
            "aws:SourceArn": pulumi.interpolate`arn:${partition}:cloudwatch:${region}:${accountId}:alarm:*`,
          },
        },
      },
      {
        // Without a condition: EventBridge's calls meet none in a topic's policy. Source: "Troubleshooting EventBridge" in its guide.
        Sid: "EventRulesPublish",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topicArn,
      },
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}
