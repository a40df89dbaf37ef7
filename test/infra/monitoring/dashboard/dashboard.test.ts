import assert from "node:assert/strict";
import { everyReadPattern } from "../../../../infra/monitoring/alarms/secretReads";
import { simulate } from "../../../../offline/aws/provider";
import { isRecord } from "../../../../offline/engine/wire";
import { mockStack, type RecordedStack } from "../../../support/program/mocks";
import { dashboard, json, LOAD_BALANCER, RULE, SECRET, TARGET } from "../stack";

const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";
const QUERY = "aws:cloudwatch/queryDefinition:QueryDefinition";
const RULES = { deploymentFailed: "deployment-failed-0123456", secretRead: "secret-read-0123456" };
const CALLS = ["PipecatPhoneService", "ActiveCalls", "TaskFamily", "pipecat-phone-service-dev"];
const ALARM_ARN = "arn:aws:cloudwatch:eu-north-1:123456789012:alarm:one";

interface Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly type: unknown;
  readonly properties: Record<string, unknown>;
}

function widgets(recorded: RecordedStack): Widget[] {
  const body = json(recorded.inputsOf(DASHBOARD)["dashboardBody"]);
  assert.ok(isRecord(body) && Array.isArray(body["widgets"]));
  return body["widgets"].map((widget: unknown) => {
    assert.ok(isRecord(widget) && isRecord(widget["properties"]));
    const { x, y, width, height, type, properties } = widget;
    return {
      ...{ x: Number(x), y: Number(y), width: Number(width), height: Number(height) },
      type,
      properties,
    };
  });
}

function titles(recorded: RecordedStack): unknown[] {
  return widgets(recorded).map(({ properties }) => properties["title"]);
}

function metricsOf(recorded: RecordedStack, title: string): unknown[] {
  const metrics = widgets(recorded).find(({ properties }) => properties["title"] === title)
    ?.properties["metrics"];
  assert.ok(Array.isArray(metrics));
  return metrics;
}

// Shows the body that the program sends. Does not show how CloudWatch draws it.
describe("dashboard", () => {
  let recorded: RecordedStack;

  beforeEach(async () => {
    recorded = await mockStack();
  });

  it("shows calls, latency, errors, tasks, deployments and the secret's readers, below the alarms", async () => {
    dashboard({ alarmArns: [ALARM_ARN], rules: RULES });
    await recorded.settled();
    assert.deepEqual(titles(recorded), [
      "Alarms",
      "Calls in progress, by task",
      "Seconds until the service answers",
      "Errors",
      "Tasks",
      "CPU and memory, percent",
      "Deployments",
      "Reads of the secret, by CloudTrail",
    ]);
    assert.deepEqual(widgets(recorded)[0]?.properties["alarms"], [ALARM_ARN]);
  });

  it("shows no alarms if the stack has none", async () => {
    dashboard();
    await recorded.settled();
    assert.equal(titles(recorded)[0], "Calls in progress, by task");
    assert.equal(metricsOf(recorded, "Deployments").length, 1);
  });

  it("counts every read of the secret by a rule without a target, and strangers' reads if there is an alarm on them", async () => {
    const reads = async (rules?: typeof RULES) => {
      recorded = await mockStack();
      dashboard(rules && { rules });
      await recorded.settled();
      return metricsOf(recorded, "Reads of the secret, by CloudTrail");
    };
    const matched = (rule: unknown, label: string) =>
      ["AWS/Events", "MatchedEvents", "RuleName", rule, { label }] as const;
    const alone = await reads();
    const { name } = simulate(recorded.only(RULE), recorded.account, false).outputs;
    const { eventPattern, ...rule } = recorded.inputsOf(RULE);
    assert.deepEqual(alone, [matched(name, "all")]);
    assert.deepEqual(rule, {
      description: "Counts the reads of the phone service's secret, for its dashboard",
      state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
      tags: { Stack: "dev" },
    });
    assert.deepEqual(json(eventPattern), everyReadPattern(SECRET));
    assert.deepEqual(recorded.ofType(TARGET), []);
    assert.deepEqual(await reads(RULES), [
      matched(name, "all"),
      matched(RULES.secretRead, "by strangers"),
    ]);
  });

  it("draws each graph for this service and this region, and no graph over another", async () => {
    dashboard({ alarmArns: [ALARM_ARN], rules: RULES });
    await recorded.settled();
    const all = widgets(recorded);
    for (const { x, width, type, properties } of all) {
      assert.ok(x + width <= 24);
      if (type === "metric") assert.equal(properties["region"], "eu-north-1");
    }
    const overlap = (a: Widget, b: Widget): boolean =>
      a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
    for (const [index, a] of all.entries()) {
      for (const b of all.slice(index + 1)) assert.ok(!overlap(a, b));
    }
    assert.deepEqual(all[1]?.properties["metrics"], [
      [...CALLS, { label: "average", stat: "Average" }],
      [...CALLS, { label: "fullest task", stat: "Maximum" }],
    ]);
    assert.deepEqual(all[2]?.properties["metrics"], [
      ...["p50", "p95", "p99"].map((stat) => [
        ...["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", LOAD_BALANCER],
        { label: stat, stat },
      ]),
    ]);
  });

  it("has a name that CloudWatch accepts, whatever the stack's name is", async () => {
    dashboard({ family: "pipecat-phone-service-dev.eu_1" });
    await recorded.settled();
    assert.equal(recorded.inputsOf(DASHBOARD)["dashboardName"], "pipecat-phone-service-dev-eu_1");
  });

  it("saves queries on the service's log in the stack's folder", async () => {
    dashboard();
    await recorded.settled();
    const queries = recorded.ofType(QUERY).map(({ inputs }) => inputs);
    assert.deepEqual(
      queries.map(({ name }) => name),
      ["Errors", "One call", "Calls by the hour", "Starts and stops"].map(
        (title) => `pipecat-phone-service-dev/${title}`,
      ),
    );
    for (const { logGroupNames, queryString } of queries) {
      assert.deepEqual(logGroupNames, ["phone-logs-0123456"]);
      for (const line of String(queryString).split("\n| ")) {
        assert.match(line, /^(fields|filter|parse|stats|sort|limit) /);
      }
    }
  });
});
