import assert from "node:assert/strict";
import { rolloutCheck } from "../../../../scripts/ecs/service/serviceDiagnosis";
import { targetHealthChecks } from "../../../../scripts/ecs/service/targetHealth";
import { ScriptError } from "../../../../scripts/terminal/scriptError";
import { startAwsProxy, type AwsProxy, type ProxyAnswer } from "../../../support/emulator/awsProxy";
import { sessionOn } from "../../../support/scripts/awsSession";

const group = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-north-1:123456789012:targetgroup/${name}/0123456789abcdef`;

/** A target, as Elastic Load Balancing describes it. */
function member(state: string, reason = "", description = ""): string {
  return `<member><Target><Id>10.0.0.1</Id></Target><TargetHealth><State>${state}</State>
    <Reason>${reason}</Reason><Description>${description}</Description></TargetHealth></member>`;
}

// The answers have the form that AWS documents, and are sent over HTTP. No emulator has a load balancer with health checks.
describe("The load balancer's view of a service", () => {
  let server: AwsProxy;
  let answers: Readonly<Record<string, readonly string[] | "denied">> = {};

  before(async () => {
    server = await startAwsProxy(undefined, ({ body }): ProxyAnswer => {
      const asked = new URLSearchParams(body).get("TargetGroupArn") ?? "";
      const members = answers[asked];
      if (members === "denied") {
        return {
          status: 403,
          xml: "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>",
        };
      }
      return {
        xml: `<DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions>
          ${(members ?? []).join("")}
        </TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`,
      };
    });
  });
  after(() => server.stop());

  const look = (names: readonly string[], desiredCount = 2) =>
    targetHealthChecks(sessionOn(server.url), {
      desiredCount,
      loadBalancers: names.map((name) => ({ targetGroupArn: group(name) })),
    });

  it("has one line for each kind of target, over all target groups", async () => {
    answers = {
      [group("blue")]: [member("healthy"), member("healthy")],
      [group("green")]: [
        member("initial", "Elb.RegistrationInProgress", "Target registration is in progress"),
        member("unhealthy", "Target.Timeout", "Request timed out"),
      ],
    };
    const checks = await look(["blue", "green"]);
    assert.deepEqual(
      checks.map(({ result, detail }) => [result, detail]),
      [
        ["ok", "healthy"],
        ["note", "initial: a task Target registration is in progress"],
        ["fail", "unhealthy: a task does not answer the health check in time"],
      ],
    );
    assert.match(checks[2]?.fix ?? "", /security group let the load balancer in/);
    assert.equal(server.calls.length, 2);
  });

  it("fails if tasks are desired and none is registered, and reports nothing if no task is desired", async () => {
    answers = {};
    assert.deepEqual(
      (await look(["blue"])).map(({ result }) => result),
      ["fail"],
    );
    assert.deepEqual(await look(["blue"], 0), []);
    assert.deepEqual(await look([]), []);
  });

  it("names the missing permission if AWS denies access", async () => {
    answers = { [group("blue")]: "denied" };
    await assert.rejects(
      look(["blue"]),
      (error) =>
        error instanceof ScriptError &&
        error.message.includes("may not elasticloadbalancing:DescribeTargetHealth"),
    );
  });
});

describe("The rollout of a service", () => {
  const deployment = { status: "PRIMARY", runningCount: 2, failedTasks: 0 };

  it("passes if it is completed and every desired task runs", () => {
    const check = rolloutCheck({
      desiredCount: 2,
      deployments: [{ ...deployment, rolloutState: "COMPLETED" }],
      events: [{ message: "(service phone) has reached a steady state." }],
    });
    assert.deepEqual(check, {
      name: "rollout",
      result: "ok",
      detail: "COMPLETED: 2 of 2 tasks run, 0 failed",
    });
  });

  it("fails while it is in progress or short of tasks, with ECS's three newest events", () => {
    const events = ["one", "two", "three", "four"].map((message) => ({ message }));
    const running = { ...deployment, runningCount: 1, failedTasks: 3 };
    for (const rolloutState of ["IN_PROGRESS", "FAILED", "COMPLETED"] as const) {
      const check = rolloutCheck({
        desiredCount: 2,
        deployments: [
          { ...running, rolloutState },
          { status: "ACTIVE", runningCount: 9 },
        ],
        events,
      });
      assert.equal(check.result, "fail");
      assert.equal(check.detail, `${rolloutState}: 1 of 2 tasks run, 3 failed`);
      assert.deepEqual(check.lines, ["one", "two", "three"]);
    }
  });

  it("fails if ECS names no deployment", () => {
    const check = rolloutCheck({ desiredCount: 1 });
    assert.deepEqual([check.result, check.detail], ["fail", "0 of 1 tasks run, 0 failed"]);
  });
});
