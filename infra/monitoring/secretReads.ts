import * as pulumi from "@pulumi/pulumi";
import type { EventPattern, EventSpec } from "./eventAlarm";

/** An assumed role's session, as GetCallerIdentity names it. */
const SESSION_ARN = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\/.+$/;

/** A read of the secret, or a try of one, by anybody who is not among the readers. */
export function secretReadByStranger(
  secretArn: pulumi.Input<string>,
  readers: readonly pulumi.Input<string>[],
  family: string,
): EventSpec {
  return {
    description: "Somebody else than the service's roles and the listed principals read the secret",
    pattern: pulumi
      .all([secretArn, pulumi.all([...readers])])
      .apply(([arn, known]) => strangerPattern(arn, known)),
    facts: {
      who: "$.detail.userIdentity.arn",
      type: "$.detail.userIdentity.type",
      from: "$.detail.sourceIPAddress",
      call: "$.detail.eventName",
      time: "$.detail.eventTime",
    },
    message: `${family}: the Twilio secret was read, or tried to be, by somebody who is not listed: <who> (<type>) from <from>, <call> at <time>. What to do: if you know them, list them as a reader in the stack's config; if not, rotate all five credentials at Twilio at once (npm run setup-secrets), and close that access.`,
    readOnlyApiCall: true,
  };
}

/**
 * The pattern of CloudTrail's record of such a read.
 *
 * A role's session is recorded as a session ARN with the role under `sessionIssuer`; a user, root or a service has no issuer.
 * So both are compared with the readers, and whichever is absent does not count. BatchGetSecretValue records GetSecretValue for
 * each secret that it reads; its own record matters when it was refused.
 */
export function strangerPattern(secretArn: string, readers: readonly string[]): EventPattern {
  const unlisted = [{ exists: false }, { "anything-but": readerMatcher(readers) }];
  const secretIds = namesOf(secretArn);
  return {
    source: ["aws.secretsmanager"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
      eventSource: ["secretsmanager.amazonaws.com"],
      eventName: ["GetSecretValue", "BatchGetSecretValue"],
      requestParameters: { $or: [{ secretId: secretIds }, { secretIdList: secretIds }] },
      userIdentity: { arn: unlisted, sessionContext: { sessionIssuer: { arn: unlisted } } },
    },
  };
}

/** Every way in which a request can name a secret: full ARN, ARN without the six random characters, name. */
function namesOf(secretArn: string): string[] {
  const partialArn = secretArn.replace(/-[^-]{6}$/, "");
  return [secretArn, partialArn, partialArn.split(":").slice(6).join(":")];
}

/** One matcher for all: EventBridge takes a list as "any of these", which for two negations would be everything. */
function readerMatcher(readers: readonly string[]): readonly string[] | { wildcard: string[] } {
  const arns = [...new Set(readers.flatMap(recordedAs))].sort();
  if (arns.length === 0) throw new pulumi.RunError("A secret that nobody may read needs no alarm.");
  return arns.some((arn) => arn.includes("*")) ? { wildcard: arns } : arns;
}

/** A session stands for its role, whose path its ARN does not tell. */
function recordedAs(arn: string): string[] {
  const [, partition, accountId, role] = SESSION_ARN.exec(arn) ?? [];
  if (partition === undefined || accountId === undefined || role === undefined) return [arn];
  const roles = `arn:${partition}:iam::${accountId}:role/`;
  return [`${roles}${role}`, `${roles}*/${role}`];
}
