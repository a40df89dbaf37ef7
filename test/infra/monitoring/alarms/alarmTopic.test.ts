import assert from "node:assert/strict";
import { mockStack, promiseOf, type RecordedStack } from "../../../support/program/mocks";
import { ACCOUNT_ID, endpointAlarms, json } from "../stack";

const KEY = "aws:kms/key:Key";
const TOPIC = "aws:sns/topic:Topic";
const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";

// Shows the exact inputs. Does not show that SNS, KMS and the two services work with these policies: nothing runs against AWS.
describe("alarm topic", () => {
  let recorded: RecordedStack;
  let topicArn: string;

  beforeEach(async () => {
    recorded = await mockStack();
    topicArn = await promiseOf(endpointAlarms().topicArn);
    await recorded.settled();
  });

  it("is encrypted with a key that CloudWatch and EventBridge may use for this account's topics", () => {
    const { policy, ...key } = recorded.inputsOf(KEY);
    assert.deepEqual(key, {
      description: "Encrypts the alarms of the phone service",
      enableKeyRotation: true,
      tags: { Stack: "dev" },
    });
    assert.deepEqual(json(policy), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AccountDecides",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${ACCOUNT_ID}:root` },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Sid: "AlarmsAndEventsPublish",
          Effect: "Allow",
          Principal: { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] },
          Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
          Resource: "*",
          Condition: {
            StringLike: {
              "kms:EncryptionContext:aws:sns:topicArn": `arn:aws:sns:eu-north-1:${ACCOUNT_ID}:*`,
            },
          },
        },
      ],
    });
    const { kmsMasterKeyId, ...topic } = recorded.inputsOf(TOPIC);
    assert.match(String(kmsMasterKeyId), /^arn:aws:kms:eu-north-1:\d{12}:key\//);
    assert.deepEqual(topic, { tags: { Stack: "dev" } });
  });

  it("lets only the account's alarms and EventBridge publish, and sets EventBridge no condition, which it could not meet", () => {
    const { arn, policy } = recorded.inputsOf(TOPIC_POLICY);
    assert.equal(arn, topicArn);
    const publish = { Action: "sns:Publish", Resource: topicArn };
    assert.deepEqual(json(policy), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AlarmsPublish",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          ...publish,
          Condition: {
            StringEquals: { "aws:SourceAccount": ACCOUNT_ID },
            ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:eu-north-1:${ACCOUNT_ID}:alarm:*` },
          },
        },
        {
          Sid: "EventRulesPublish",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          ...publish,
        },
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          ...publish,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  it("mails to the config's address, and to nobody if the config has none", async () => {
    assert.deepEqual(recorded.ofType(SUBSCRIPTION), []);
    recorded = await mockStack();
    topicArn = await promiseOf(endpointAlarms({ email: "oncall@example.com" }).topicArn);
    await recorded.settled();
    assert.deepEqual(recorded.inputsOf(SUBSCRIPTION), {
      topic: topicArn,
      protocol: "email",
      endpoint: "oncall@example.com",
    });
  });
});
