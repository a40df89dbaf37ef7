import assert from "node:assert/strict";
import { readersOnlyPolicy } from "../../../components/secret/storedSecret";
import { matches, readerChecks, readersIn, readersOfPolicy } from "../../../scripts/access/readers";
import { readIn } from "../../../scripts/access/secretRead";

const NAME = "pipecat/twilio-credentials";
const ARN = `arn:aws:secretsmanager:eu-north-1:123456789012:secret:${NAME}-AbCdEf`;
const IDS = { arn: ARN, name: NAME };
const ROLE = "arn:aws:iam::123456789012:role/phone-execution";
const OTHER = "arn:aws:iam::123456789012:user/mallory";

function event(secretId: string, change: object = {}): string {
  return JSON.stringify({
    eventName: "GetSecretValue",
    eventTime: "2026-01-02T03:04:05Z",
    sourceIPAddress: "10.0.0.1",
    userIdentity: {
      type: "AssumedRole",
      arn: "arn:aws:sts::123456789012:assumed-role/phone-execution/0a1b",
      sessionContext: { sessionIssuer: { arn: ROLE } },
    },
    requestParameters: { secretId },
    ...change,
  });
}

// The events have the form that AWS documents. None is from a real account.
describe("A read in CloudTrail", () => {
  it("counts for its role, by any of the secret's names", () => {
    for (const id of [ARN, NAME, ARN.slice(0, -7)]) {
      assert.equal(readIn(event(id), IDS)?.principal, ROLE, id);
    }
    for (const id of [`${NAME}-2`, `${NAME}-AbCdEf`, `${ARN}x`, ""]) {
      assert.equal(readIn(event(id), IDS), undefined, id);
    }
    assert.equal(readIn("no json", IDS), undefined);
  });

  it("is counted once in a batch, and a refused batch is seen", () => {
    const batch = { eventName: "BatchGetSecretValue", requestParameters: { secretIdList: [NAME] } };
    assert.equal(readIn(event("", batch), IDS), undefined);
    const refused = readIn(event("", { ...batch, errorCode: "AccessDenied" }), IDS);
    assert.equal(refused?.refused, "AccessDenied");
  });

  it("names users, and services without an ARN", () => {
    const by = (userIdentity: object) => readIn(event(ARN, { userIdentity }), IDS)?.principal;
    assert.equal(by({ type: "IAMUser", arn: OTHER }), OTHER);
    assert.equal(by({ type: "AWSService", invokedBy: "x.amazonaws.com" }), "x.amazonaws.com");
  });
});

describe("The readers of a secret", () => {
  const read = (principal: string, time: string, refused?: string) => ({
    principal,
    time,
    source: "10.0.0.1",
    refused,
  });

  it("are listed with unexpected readers first, and only an unexpected reader that got the value is a fault", () => {
    const reads = [
      read(ROLE, "2026-01-03T00:00:00Z"),
      read(ROLE, "2026-01-01T00:00:00Z"),
      read(OTHER, "2026-01-02T00:00:00Z"),
      read("arn:aws:iam::123456789012:role/curious", "2026-01-02T00:00:00Z", "AccessDenied"),
    ];
    const readers = readersIn(reads, ["arn:aws:iam::*:role/phone-*"]);
    const checks = readerChecks(readers, 90);
    assert.deepEqual(
      checks.map(({ result }) => result),
      ["fail", "note", "ok"],
    );
    assert.match(checks[0]?.detail ?? "", /mallory, not expected: read 1×, /);
    assert.match(checks[1]?.detail ?? "", /curious, not expected: refused 1×, /);
    assert.equal(
      checks[2]?.detail,
      `${ROLE}: read 2×, 2026-01-01T00:00:00Z to 2026-01-03T00:00:00Z, from 10.0.0.1`,
    );
    assert.deepEqual(
      readerChecks([], 7).map(({ result }) => result),
      ["note"],
    );
  });

  it("are expected if the stack's own policy lists them", () => {
    const policy = JSON.stringify(readersOnlyPolicy([ROLE, "arn:aws:iam::*:role/ops-?"]));
    assert.deepEqual(readersOfPolicy(policy), [ROLE, "arn:aws:iam::*:role/ops-?"]);
    const write = policy.replace(/secretsmanager:(Batch)?GetSecretValue/g, "secretsmanager:Put*");
    for (const none of [undefined, "{}", write, policy.replace('"Deny"', '"Allow"')]) {
      assert.equal(readersOfPolicy(none), undefined);
    }
    assert.ok(matches("arn:aws:iam::*:role/ops-?", "arn:aws:iam::1:role/ops-a"));
    assert.ok(!matches("arn:aws:iam::*:role/ops-?", "arn:aws:iam::1:role/ops-ab"));
    assert.ok(!matches("a.c", "abc"));
  });
});
