import assert from "node:assert/strict";
import { readsOf } from "../../../scripts/access/trailEvents";
import { ScriptError } from "../../../scripts/terminal/scriptError";
import { isRecord } from "../../../offline/engine/wire";
import { startAwsProxy, type AwsProxy } from "../../support/emulator/awsProxy";
import { sessionOn } from "../../support/scripts/awsSession";

const NAME = "pipecat/twilio-credentials";
const ARN = `arn:aws:secretsmanager:eu-north-1:123456789012:secret:${NAME}-AbCdEf`;
const SINCE = new Date("2026-01-01T00:00:00Z");

/** Events per page. Source: the CloudTrail API, LookupEvents. */
const PAGE = 50;

/** A read, as CloudTrail records it. A higher number means an older read. */
function eventOf(number: number) {
  const time = new Date(Date.UTC(2026, 5, 1) - number * 60_000);
  const event = {
    eventName: "GetSecretValue",
    eventTime: time.toISOString(),
    eventSource: "secretsmanager.amazonaws.com",
    sourceIPAddress: "192.0.2.1",
    userIdentity: { type: "IAMUser", arn: "arn:aws:iam::123456789012:user/somebody" },
    requestParameters: { secretId: number % 2 === 0 ? ARN : "pipecat/other" },
  };
  return { EventTime: time.getTime() / 1000, CloudTrailEvent: JSON.stringify(event) };
}

// Runs over HTTP with the SDK's own paginator. Page size and request rate are taken from AWS's documentation, not proved here.
describe("Reads in CloudTrail's event history", () => {
  let server: AwsProxy;
  /** Events of GetSecretValue. There are no events of the other action. */
  let total = 0;
  let throttled = 0;
  let asked: { readonly at: number; readonly token: unknown }[] = [];

  before(async () => {
    server = await startAwsProxy(undefined, ({ body }) => {
      const input: unknown = JSON.parse(body);
      assert.ok(isRecord(input));
      asked.push({ at: Date.now(), token: input["NextToken"] });
      if (throttled > 0) {
        throttled -= 1;
        return { status: 400, json: { __type: "ThrottlingException", message: "Rate exceeded" } };
      }
      if (!body.includes('"AttributeValue":"GetSecretValue"')) return { json: { Events: [] } };
      const from = Number(input["NextToken"] ?? 0);
      const to = Math.min(from + PAGE, total);
      const Events = Array.from({ length: to - from }, (_, index) => eventOf(from + index));
      return { json: { Events, ...(to < total ? { NextToken: String(to) } : {}) } };
    });
  });
  beforeEach(() => {
    asked = [];
    throttled = 0;
  });
  after(() => server.stop());

  const reads = (limits: { betweenPagesMs: number; mostEvents: number }, seen?: number[]) =>
    readsOf(sessionOn(server.url), { arn: ARN, name: NAME }, SINCE, {
      ...limits,
      onProgress: (count) => seen?.push(count),
    });

  it("come from every page, one page after another, within the allowed request rate", async () => {
    total = 3 * PAGE + 1;
    const counts: number[] = [];
    const { reads: found, cutOffAt } = await reads(
      { betweenPagesMs: 120, mostEvents: 1000 },
      counts,
    );
    assert.equal(found.length, (total + 1) / 2);
    assert.equal(cutOffAt, undefined);
    assert.deepEqual(counts, [50, 100, 150, 151, 0]);
    const pages = asked.slice(0, 4);
    assert.deepEqual(
      pages.map(({ token }) => token),
      [undefined, "50", "100", "150"],
    );
    const gaps = asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0));
    assert.ok(Math.min(...gaps) >= 110, gaps.join(" "));
  });

  it("end at the limit, with the time of the last event that was read", async () => {
    total = 10 * PAGE;
    const { reads: found, cutOffAt } = await reads({ betweenPagesMs: 1, mostEvents: 100 });
    assert.equal(found.length, 50);
    assert.deepEqual(cutOffAt, new Date(Date.UTC(2026, 5, 1) - 99 * 60_000));
    assert.equal(asked.length, 3);
  });

  it("are found although AWS throttles for a while", async () => {
    total = 2;
    throttled = 2;
    const { reads: found } = await reads({ betweenPagesMs: 1, mostEvents: 100 });
    assert.equal(found.length, 1);
  });

  it("name the missing permission if AWS denies access", async () => {
    const denied = await startAwsProxy(undefined, () => ({
      status: 400,
      json: { __type: "AccessDeniedException", message: "no" },
    }));
    await assert.rejects(
      readsOf(sessionOn(denied.url), { arn: ARN, name: NAME }, SINCE),
      (error) =>
        error instanceof ScriptError && error.message.includes("may not cloudtrail:LookupEvents"),
    );
    await denied.stop();
  });
});
