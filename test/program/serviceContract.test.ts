import assert from "node:assert/strict";
import { isRecord } from "../../offline/engine/wire";
import { countOf, inputsOf, type ProgramRun, runProgram } from "../support/program/program";
import { outputOf } from "../support/program/wellKnown";

// Shows which settings the plan gives a service, and what the plan expects of the service. Runs no service.

/** Port and paths of Pipecat's own runner. Source: pipecat's runner, `POST /`, `/ws` and `GET /status`. */
const STOCK_BOT = {
  containerPort: "8080",
  healthCheckPath: "/status",
  webhookPath: "/",
  mediaStreamPath: "/ws",
} as const;

const COUNTED = { callsPerTask: "40", alarms: "true", containerInsights: "enabled" } as const;

describe("a stock Pipecat bot", () => {
  let run: ProgramRun;

  before(async () => {
    run = await runProgram({ overrides: STOCK_BOT });
  });

  it("has its own paths in the webhook's and the media stream's URL", () => {
    const host = /^https:\/\/([a-z0-9]+\.cloudfront\.net)\/$/.exec(
      outputOf(run, "webhookUrl"),
    )?.[1];
    assert.ok(host);
    assert.equal(outputOf(run, "mediaStreamUrl"), `wss://${host}/ws`);
  });

  it("gets its port and paths as settings, and its health check uses them", () => {
    const { environment, ...container } = containerOf(run);
    const settings = settingsIn(environment);
    assert.equal(settings.get("PORT"), "8080");
    assert.equal(settings.get("FAST_API_PORT"), "8080");
    assert.equal(settings.get("WEBHOOK_PATH"), "/");
    assert.equal(settings.get("MEDIA_STREAM_PATH"), "/ws");
    assert.match(JSON.stringify(container["healthCheck"]), /http:\/\/127\.0\.0\.1:8080\/status/);
  });

  it("gets calls only from the load balancer, on its own port", () => {
    const { containerDefinitions } = inputsOf(run, "aws:ecs/taskDefinition:TaskDefinition");
    const mapping = '"portMappings":[{"containerPort":8080,"hostPort":8080,"protocol":"tcp"}]';
    assert.ok(String(containerDefinitions).includes(mapping));
    const { loadBalancers } = inputsOf(run, "aws:ecs/service:Service");
    assert.match(JSON.stringify(loadBalancers), /"containerPort":8080/);
    const group = inputsOf(run, "aws:lb/targetGroup:TargetGroup", "endpoint-blue");
    assert.equal(group["port"], 8080);
    assert.ok(isRecord(group["healthCheck"]));
    assert.equal(group["healthCheck"]["path"], "/status");
    for (const [type, name] of [
      ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "phone-from-alb"],
      ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "phone-alb-to-tasks"],
    ] as const) {
      const { fromPort, toPort } = inputsOf(run, type, name);
      assert.deepEqual([fromPort, toPort], [8080, 8080], name);
    }
    assert.doesNotMatch(JSON.stringify(run.registrations), /\b7860\b/);
  });
});

describe("the metric of calls", () => {
  it("has one dimension, the same for the container, scaling, alarm and dashboard", async () => {
    const run = await runProgram({ overrides: { ...COUNTED, dashboard: "true" } });
    const settings = settingsIn(containerOf(run)["environment"]);
    const { family } = inputsOf(run, "aws:ecs/taskDefinition:TaskDefinition");
    assert.equal(settings.get("TASK_FAMILY"), family);
    assert.equal(settings.get("METRIC_NAMESPACE"), "PipecatPhoneService");
    const policy = inputsOf(run, "aws:appautoscaling/policy:Policy", "phone-scaling-calls");
    const dimension = `"dimensions":[{"name":"TaskFamily","value":"${String(family)}"}]`;
    assert.ok(JSON.stringify(policy).includes(dimension));
    const alarm = inputsOf(run, "aws:cloudwatch/metricAlarm:MetricAlarm", "service-alarms-full");
    assert.deepEqual(alarm["dimensions"], { TaskFamily: family });
    const { dashboardBody } = inputsOf(run, "aws:cloudwatch/dashboard:Dashboard");
    assert.ok(String(dashboardBody).includes(`"ActiveCalls","TaskFamily","${String(family)}"`));
  });

  it("can rise above the target of scaling, so that another task starts, up to the most calls of a task", async () => {
    const run = await runProgram({ overrides: COUNTED });
    const settings = settingsIn(containerOf(run)["environment"]);
    const policy = inputsOf(run, "aws:appautoscaling/policy:Policy", "phone-scaling-calls");
    assert.match(JSON.stringify(policy), /"targetValue":40\b/);
    assert.equal(settings.get("MAX_CALLS"), "50");
  });

  it("is not used if the service does not count calls, and the service then has its own limit", async () => {
    const overrides = { alarms: "true", containerInsights: "enabled", callsPerTask: "0" };
    const run = await runProgram({ overrides });
    assert.equal(settingsIn(containerOf(run)["environment"]).has("MAX_CALLS"), false);
    assert.equal(countOf(run, "aws:appautoscaling/policy:Policy"), 2);
    const names = run.registrations.map(({ name }) => name);
    assert.ok(!names.includes("service-alarms-full"));
  });
});

it("the service gets two settings: the longest call, and whether it hands calls over", async () => {
  const run = await runProgram({ overrides: { maxCallMinutes: "120", callHandover: "true" } });
  const settings = settingsIn(containerOf(run)["environment"]);
  assert.equal(settings.get("MAX_CALL_MINUTES"), "120");
  assert.equal(settings.get("CALL_HANDOVER"), "true");
});

function containerOf(run: ProgramRun): Record<string, unknown> {
  const { containerDefinitions } = inputsOf(run, "aws:ecs/taskDefinition:TaskDefinition");
  const containers: unknown = JSON.parse(String(containerDefinitions));
  assert.ok(Array.isArray(containers) && containers.length === 1 && isRecord(containers[0]));
  return containers[0];
}

function settingsIn(environment: unknown): Map<unknown, unknown> {
  assert.ok(Array.isArray(environment));
  return new Map(
    environment.map((setting: unknown) => {
      assert.ok(isRecord(setting));
      return [setting["name"], setting["value"]];
    }),
  );
}
