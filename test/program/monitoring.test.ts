import assert from "node:assert/strict";
import { isRecord } from "../../offline/engine/wire";
import { DOMAIN } from "../support/program/devStack";
import {
  countOf,
  inputsOf,
  type ProgramRun,
  registrationOf,
  runProgram,
} from "../support/program/program";
import { computedOf, waitsFor } from "../support/program/references";
import { outputOf } from "../support/program/wellKnown";

// What index.ts connects. What each alarm watches is tested in test/infra/monitoring; that it fires was not run against AWS.

const SERVICE = "aws:ecs/service:Service";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const TOPIC = "aws:sns/topic:Topic";
const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";
const ENDPOINT_ALARMS = [
  "load-balancer-errors",
  "rejected-connections",
  "target-errors",
  "unhealthy-targets",
].map((name) => `alarms-${name}`);
const SERVICE_ALARMS = ["below-desired", "below-minimum", "cpu", "long-deployment", "memory"].map(
  (name) => `service-alarms-${name}`,
);
const RULES = ["deployment-failed", "secret-read", "secret-unreadable"].map(
  (name) => `service-alarms-${name}`,
);

/** The least of a stack's config by which its alarms can see its tasks. */
const ALARMS = { alarms: "true", containerInsights: "enabled" } as const;

describe("monitoring, off", () => {
  it("leaves nothing of it in the dev stack, and the service without alarms", async () => {
    const run = await runProgram();
    for (const { type } of run.registrations) {
      assert.doesNotMatch(type, /aws:(sns|cloudwatch\/(?!logGroup:))/);
      assert.doesNotMatch(type, /:(Alarms|ServiceAlarms|Dashboard)$/);
    }
    assert.equal("alarms" in inputsOf(run, SERVICE), false);
  });
});

describe("monitoring, alarms alone", () => {
  let run: ProgramRun;
  let topicArn: string;

  before(async () => {
    run = await runProgram({ overrides: ALARMS });
    topicArn = computedOf(run, TOPIC, "alarms-topic", "arn");
  });

  it("has exactly these alarms and rules, and no dashboard", () => {
    assert.deepEqual(namesOf(run, ALARM), [...ENDPOINT_ALARMS, ...SERVICE_ALARMS]);
    assert.deepEqual(namesOf(run, RULE), RULES);
    assert.equal(countOf(run, DASHBOARD), 0);
    assert.equal(countOf(run, "aws:cloudwatch/queryDefinition:QueryDefinition"), 0);
  });

  it("notifies one topic, whose policy comes first, and sends no mail", () => {
    assert.equal(countOf(run, TOPIC), 1);
    for (const name of namesOf(run, ALARM)) {
      assert.deepEqual(inputsOf(run, ALARM, name)["alarmActions"], [topicArn], name);
      assert.ok(
        waitsFor(run, ALARM, name).has("aws:sns/topicPolicy:TopicPolicy alarms-topic-policy"),
      );
    }
    for (const name of namesOf(run, TARGET)) {
      assert.equal(inputsOf(run, TARGET, name)["arn"], topicArn, name);
    }
    assert.equal(countOf(run, TARGET), RULES.length);
    assert.equal(countOf(run, "aws:sns/topicSubscription:TopicSubscription"), 0);
  });

  it("takes a deployment back on the two alarms on errors, which are there before the service", () => {
    const names = ["alarms-target-errors", "alarms-load-balancer-errors"];
    assert.deepEqual(inputsOf(run, SERVICE)["alarms"], {
      alarmNames: names.map((name) => computedOf(run, ALARM, name, "name")),
      enable: true,
      rollback: true,
    });
    const waits = waitsFor(run, SERVICE);
    for (const name of names) assert.ok(waits.has(`${ALARM} ${name}`), name);
  });

  it("watches this stack's load balancer, target group, cluster and service", () => {
    const LoadBalancer = computedOf(run, LOAD_BALANCER, "endpoint-alb", "arnSuffix");
    const TargetGroup = computedOf(run, TARGET_GROUP, "endpoint-blue", "arnSuffix");
    const rejected = inputsOf(run, ALARM, "alarms-rejected-connections");
    assert.deepEqual(rejected["dimensions"], { LoadBalancer });
    assert.deepEqual(metricDimensions(run, "alarms-unhealthy-targets"), [
      { LoadBalancer, TargetGroup },
    ]);
    assert.deepEqual(inputsOf(run, ALARM, "service-alarms-cpu")["dimensions"], {
      ClusterName: outputOf(run, "clusterName"),
      ServiceName: outputOf(run, "serviceName"),
    });
  });

  it("alarms on a read of the secret by anybody but those whom its own policy lets read", () => {
    const { eventPattern } = inputsOf(run, RULE, "service-alarms-secret-read");
    const pattern: unknown = JSON.parse(String(eventPattern));
    const readers = [
      outputOf(run, "executionRoleArn"),
      outputOf(run, "taskRoleArn"),
      "arn:aws:iam::123456789012:user/deployer",
    ];
    assert.ok(isRecord(pattern) && isRecord(pattern["detail"]));
    const { requestParameters, userIdentity } = pattern["detail"];
    assert.ok(JSON.stringify(requestParameters).includes(outputOf(run, "secretArn")));
    assert.ok(isRecord(userIdentity));
    assert.deepEqual(userIdentity["sessionContext"], {
      sessionIssuer: { arn: [{ exists: false }, { "anything-but": [...readers].sort() }] },
    });
    const { policy } = inputsOf(run, "aws:secretsmanager/secretPolicy:SecretPolicy");
    for (const reader of readers) assert.ok(String(policy).includes(`"${reader}"`), reader);
  });
});

describe("monitoring, with everything", () => {
  let run: ProgramRun;

  before(async () => {
    run = await runProgram({
      overrides: {
        ...ALARMS,
        ...DOMAIN,
        dashboard: "true",
        alarmEmail: "team@lab.internal",
        deployment: "blue-green",
        minTasks: "2",
        desiredCount: "2",
        secretReaders: '["arn:aws:iam::519384207613:role/break-glass"]',
        taskRoleReadsSecret: "false",
      },
    });
  });

  it("mails the address that the config gives", () => {
    assert.deepEqual(inputsOf(run, "aws:sns/topicSubscription:TopicSubscription"), {
      topic: computedOf(run, TOPIC, "alarms-topic", "arn"),
      protocol: "email",
      endpoint: "team@lab.internal",
    });
  });

  it("watches the end of the domain's certificate, too, and the green target group", () => {
    assert.deepEqual(namesOf(run, ALARM), [
      "alarms-certificate",
      ...ENDPOINT_ALARMS,
      ...SERVICE_ALARMS,
    ]);
    const { dimensions, alarmDescription } = inputsOf(run, ALARM, "alarms-certificate");
    const { certificateArn } = inputsOf(run, "aws:lb/listener:Listener");
    assert.deepEqual(dimensions, { CertificateArn: certificateArn });
    assert.match(String(alarmDescription), /^The certificate of phone\.lab\.internal /);
    const LoadBalancer = computedOf(run, LOAD_BALANCER, "endpoint-alb", "arnSuffix");
    assert.deepEqual(
      metricDimensions(run, "alarms-unhealthy-targets"),
      ["blue", "green"].map((color) => ({
        LoadBalancer,
        TargetGroup: computedOf(run, TARGET_GROUP, `endpoint-${color}`, "arnSuffix"),
      })),
    );
  });

  it("knows the config's own readers, and the task role no longer", () => {
    const { eventPattern } = inputsOf(run, RULE, "service-alarms-secret-read");
    assert.ok(String(eventPattern).includes("arn:aws:iam::519384207613:role/break-glass"));
    assert.ok(!String(eventPattern).includes(outputOf(run, "taskRoleArn")));
  });

  it("shows the state of every alarm, and both rules, on a dashboard named as the stack", () => {
    const { dashboardName, dashboardBody } = inputsOf(run, DASHBOARD);
    assert.equal(dashboardName, "pipecat-phone-service-dev");
    const arns = namesOf(run, ALARM).map((name) => computedOf(run, ALARM, name, "arn"));
    assert.deepEqual(alarmWidget(dashboardBody)?.toSorted(), arns.sort());
    for (const rule of ["deployment-failed", "secret-read"]) {
      const name = computedOf(run, RULE, `service-alarms-${rule}`, "name");
      assert.ok(String(dashboardBody).includes(`"RuleName","${name}"`), rule);
    }
  });
});

describe("monitoring, the dashboard alone", () => {
  it("shows no alarms, counts the reads of the stack's secret, and saves its queries on the service's own log", async () => {
    const run = await runProgram({ overrides: { dashboard: "true" } });
    const { dashboardBody } = inputsOf(run, DASHBOARD);
    assert.equal(alarmWidget(dashboardBody), undefined);
    const reads = computedOf(run, RULE, "dashboard-secret-reads", "name");
    assert.deepEqual(String(dashboardBody).match(/"RuleName","[^"]*"/g), [`"RuleName","${reads}"`]);
    const { eventPattern } = inputsOf(run, RULE);
    assert.ok(String(eventPattern).includes(outputOf(run, "secretArn")));
    assert.ok(String(dashboardBody).includes(outputOf(run, "serviceName")));
    const queries = "aws:cloudwatch/queryDefinition:QueryDefinition";
    assert.ok(countOf(run, queries) > 0);
    for (const name of namesOf(run, queries)) {
      const { logGroupNames } = inputsOf(run, queries, name);
      assert.deepEqual(logGroupNames, [outputOf(run, "logGroupName")]);
    }
    assert.equal(countOf(run, ALARM) + countOf(run, TARGET) + countOf(run, TOPIC), 0);
    assert.equal(registrationOf(run, SERVICE).inputs["alarms"], undefined);
  });
});

const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";

function namesOf({ registrations }: ProgramRun, type: string): string[] {
  const found = registrations.filter((registration) => registration.type === type);
  return found.map(({ name }) => name).sort();
}

/** Dimensions of each metric that an alarm calculates with. */
function metricDimensions(run: ProgramRun, name: string): unknown[] {
  const { metricQueries } = inputsOf(run, ALARM, name);
  assert.ok(Array.isArray(metricQueries));
  return metricQueries
    .filter(isRecord)
    .map(({ metric }) => metric)
    .filter(isRecord)
    .map(({ dimensions }) => dimensions);
}

/** The alarms that a dashboard shows; undefined when it has no such widget. */
function alarmWidget(body: unknown): string[] | undefined {
  const dashboard: unknown = JSON.parse(String(body));
  assert.ok(isRecord(dashboard) && Array.isArray(dashboard["widgets"]));
  const widget = dashboard["widgets"].filter(isRecord).find(({ type }) => type === "alarm");
  if (widget === undefined) return undefined;
  assert.ok(isRecord(widget["properties"]) && Array.isArray(widget["properties"]["alarms"]));
  return widget["properties"]["alarms"].map(String);
}
