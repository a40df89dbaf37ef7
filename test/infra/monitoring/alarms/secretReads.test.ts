import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  everyReadPattern,
  secretReadByOthers,
  foreignReadPattern,
} from "../../../../infra/monitoring/alarms/secretReads";
import { promiseOf } from "../../../support/program/mocks";
import { ACCOUNT_ID, EXECUTION_ROLE, SECRET } from "../stack";

const USER = `arn:aws:iam::${ACCOUNT_ID}:user/deployer`;
const ROLES = `arn:aws:iam::${ACCOUNT_ID}:role`;

/** The part of the pattern that matches every identity except the readers. */
function identity(...readers: string[]): unknown {
  return foreignReadPattern(SECRET, readers).detail["userIdentity"];
}

// Shows the pattern as JSON. Does not show that EventBridge matches events with it. A stranger is any identity that is not a reader.
describe("pattern of reads by strangers", () => {
  it("names the secret in each way in which a request can", () => {
    const ids = [
      SECRET,
      `arn:aws:secretsmanager:eu-north-1:${ACCOUNT_ID}:secret:pipecat/twilio-credentials`,
      "pipecat/twilio-credentials",
    ];
    assert.deepEqual(foreignReadPattern(SECRET, [EXECUTION_ROLE]), {
      source: ["aws.secretsmanager"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        eventName: ["GetSecretValue", "BatchGetSecretValue"],
        requestParameters: { $or: [{ secretId: ids }, { secretIdList: ids }] },
        userIdentity: {
          sessionContext: {
            sessionIssuer: { arn: [{ exists: false }, { "anything-but": [EXECUTION_ROLE] }] },
          },
        },
      },
    });
  });

  it("compares a user's own ARN, too, because a user has no session issuer", () => {
    assert.deepEqual(identity(EXECUTION_ROLE, USER), {
      arn: [{ exists: false }, { "anything-but": [USER] }],
      sessionContext: {
        sessionIssuer: { arn: [{ exists: false }, { "anything-but": [EXECUTION_ROLE, USER] }] },
      },
    });
  });

  it("treats a role's session as its role, whatever the role's path, in one matcher for all readers", () => {
    const session = `arn:aws:sts::${ACCOUNT_ID}:assumed-role/Admin/me`;
    assert.deepEqual(identity(EXECUTION_ROLE, session), {
      sessionContext: {
        sessionIssuer: {
          arn: [
            { exists: false },
            {
              "anything-but": { wildcard: [`${ROLES}/*/Admin`, `${ROLES}/Admin`, EXECUTION_ROLE] },
            },
          ],
        },
      },
    });
  });

  it("replaces the wildcard ? of IAM, which EventBridge does not know, by *", () => {
    assert.deepEqual(identity(`${ROLES}/deploy-?`), {
      sessionContext: {
        sessionIssuer: {
          arn: [{ exists: false }, { "anything-but": { wildcard: [`${ROLES}/deploy-*`] } }],
        },
      },
    });
  });

  it("is the same for any order of the readers, and for a reader that is given twice", () => {
    assert.deepEqual(identity(USER, EXECUTION_ROLE, USER), identity(EXECUTION_ROLE, USER));
  });

  it("refuses more readers than a pattern can hold, and names the config key", () => {
    const many = Array.from({ length: 40 }, (_, index) => `${ROLES}/reader-number-${index}`);
    assert.throws(() => foreignReadPattern(SECRET, many), /secretReaders: .*2048 characters/);
  });
});

describe("pattern of every read", () => {
  it("names the secret in each way in which a request can, and no reader", () => {
    assert.deepEqual(everyReadPattern(SECRET), {
      source: ["aws.secretsmanager"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        eventName: ["GetSecretValue"],
        requestParameters: {
          secretId: [
            SECRET,
            `arn:aws:secretsmanager:eu-north-1:${ACCOUNT_ID}:secret:pipecat/twilio-credentials`,
            "pipecat/twilio-credentials",
          ],
        },
      },
    });
  });
});

describe("alarm on reads by strangers", () => {
  it("says to add a reader to the list, and gives no command that would replace the list", async () => {
    const spec = secretReadByOthers(SECRET, [EXECUTION_ROLE], "f");
    const message = await promiseOf(pulumi.output(spec.message));
    assert.match(message, /add their ARN to the list secretReaders in the stack file/);
    assert.doesNotMatch(message, /config set/);
  });
});
