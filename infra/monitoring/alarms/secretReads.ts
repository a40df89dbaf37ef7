import * as pulumi from "@pulumi/pulumi";
import { principalPatterns } from "../../../components/iam/account";
import { parseArn } from "../../../components/iam/arn";
import type { EventPattern, EventSpec } from "./eventAlarm";

/** A read of the secret, or a try of one, by anybody who is not among the readers. */
export function secretReadByOthers(
  secretArn: pulumi.Input<string>,
  readers: pulumi.Input<string[]>,
  family: string,
): EventSpec {
  return {
    description: "Somebody else than the service's roles and the listed principals read the secret",
    pattern: pulumi
      .all([secretArn, readers])
      .apply(([arn, known]) => foreignReadPattern(arn, known)),
    facts: {
      who: "$.detail.userIdentity.arn",
      type: "$.detail.userIdentity.type",
      from: "$.detail.sourceIPAddress",
      call: "$.detail.eventName",
      time: "$.detail.eventTime",
    },
    message: `${family}: the Twilio secret was read, or tried to be, by somebody who is not listed: <who> (<type>) from <from>, <call> at <time>. What to do: if you know them, add their ARN to the list secretReaders in the stack file, and run pulumi up; if not, rotate all five credentials at Twilio at once (npm run setup-secrets), and close that access.`,
    readOnlyApiCall: true,
  };
}

/**
 * Every read of the secret, or try of one. A batch is recorded as one read for each of its secrets, so its own record would
 * count twice.
 */
export function everyReadPattern(secretArn: string): EventPattern {
  return {
    source: ["aws.secretsmanager"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
      eventName: ["GetSecretValue"],
      requestParameters: { secretId: namesOf(secretArn) },
    },
  };
}

/** Characters that an event pattern may have. Source: "Amazon EventBridge quotas"; AWS raises it on request. */
const MAX_PATTERN_LENGTH = 2048;

/**
 * The pattern of CloudTrail's record of such a read.
 *
 * A role's session is recorded as a session ARN with the role under `sessionIssuer`; a user, root or a service has no issuer.
 * So both are compared with the readers, and whichever is absent does not count. BatchGetSecretValue records GetSecretValue for
 * each secret that it reads; its own record matters when it was refused.
 * @throws pulumi.RunError when there are more readers than a pattern can name
 */
export function foreignReadPattern(secretArn: string, readers: readonly string[]): EventPattern {
  const known = [...new Set(readers.flatMap(wildcards))].sort();
  const users = known.filter((arn) => parseArn(arn)?.resource.startsWith("role/") !== true);
  const secretIds = namesOf(secretArn);
  const pattern = {
    source: ["aws.secretsmanager"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
      eventName: ["GetSecretValue", "BatchGetSecretValue"],
      requestParameters: { $or: [{ secretId: secretIds }, { secretIdList: secretIds }] },
      userIdentity: {
        ...(users.length === 0 ? {} : { arn: unlisted(users) }),
        sessionContext: { sessionIssuer: { arn: unlisted(known) } },
      },
    },
  };
  if (JSON.stringify(pattern).length <= MAX_PATTERN_LENGTH) return pattern;
  throw new pulumi.RunError(
    `secretReaders: more ARNs than an event pattern of ${MAX_PATTERN_LENGTH} characters holds. Fix it: put * in place of what some have in common.`,
  );
}

/** Every way in which a request can name a secret: full ARN, ARN without the six random characters, name. */
function namesOf(secretArn: string): string[] {
  const partialArn = secretArn.replace(/-[^-]{6}$/, "");
  const name = parseArn(partialArn)?.resource.replace(/^secret:/, "") ?? "";
  return [secretArn, partialArn, name];
}

/**
 * Matches an absent value and a value that is none of the ARNs. The ARNs are in one matcher, because a list of matchers matches if
 * any of them does, and two negations together would match everything.
 */
function unlisted(arns: readonly string[]): unknown[] {
  const listed = arns.some((arn) => arn.includes("*")) ? { wildcard: arns } : arns;
  return [{ exists: false }, { "anything-but": listed }];
}

/** EventBridge knows the wildcard `*` but not `?`. CloudTrail records a session's role, so a session's ARN becomes its role's. */
function wildcards(arn: string): string[] {
  return principalPatterns(arn.replaceAll("?", "*"));
}
