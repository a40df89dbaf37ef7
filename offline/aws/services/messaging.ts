import { dnsSuffix } from "../account";
import type { ServiceModel } from "../context";

/** SNS and SQS. */
export const messaging: ServiceModel = {
  "aws:sns/topic:Topic": {
    autoName: { property: "name", maxLength: 256 },
    compute: (c) => {
      const arn = c.arn("sns", c.text("name"));
      return { id: arn, outputs: { arn, owner: c.account.accountId } };
    },
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    compute: (c) => ({ id: c.text("arn"), outputs: { owner: c.account.accountId } }),
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    compute: (c) => {
      const arn = `${c.text("topic")}:${c.uuid()}`;
      const pendingConfirmation = c.text("protocol").startsWith("email");
      return { id: arn, outputs: { arn, ownerId: c.account.accountId, pendingConfirmation } };
    },
  },
  "aws:sqs/queue:Queue": {
    autoName: { property: "name", maxLength: 80 },
    compute: (c) => {
      const { accountId, region } = c.account;
      const name = c.text("name");
      const url = `https://sqs.${region}.${dnsSuffix(c.account)}/${accountId}/${name}`;
      return { id: url, outputs: { arn: c.arn("sqs", name), url } };
    },
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    compute: (c) => ({ id: c.text("queueUrl"), outputs: {} }),
  },
};
