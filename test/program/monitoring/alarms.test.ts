import assert from "node:assert/strict";
import { isRecord } from "../../../offline/engine/wire";
import { countOf, inputsOf, runProgram, type ProgramRun } from "../../support/program/program";
import { computedOf, waitsFor } from "../../support/program/references";
import { outputOf } from "../../support/program/wellKnown";
import {
  ALARM,
  ALARMS,
  DASHBOARD,
  ENDPOINT_ALARMS,
  LOAD_BALANCER,
  metricDimensions,
  namesOf,
  RULE,
  RULES,
  SERVICE,
  SERVICE_ALARMS,
  TARGET,
  TARGET_GROUP,
  TOPIC,
} from "./resources";

// Shows what index.ts connects. test/infra/monitoring shows what each alarm watches. No test shows that an alarm fires in AWS.

describe("monitoring, turned off", () => {
  it("adds no resource to the dev stack, and no alarms to the service", async () => {
    const run = await runProgram();
    for (const { type } of run.registrations) {
      assert.doesNotMatch(type, /aws:(sns|cloudwatch\/(?!logGroup:))/);
      assert.doesNotMatch(type, /:(Alarms|ServiceAlarms|Dashboard)$/);
    }
    assert.equal("alarms" in inputsOf(run, SERVICE), false);
  });
});

describe("monitoring, only alarms", () => {
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

  it("notifies one topic after its policy exists, and sends no mail", () => {
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

  it("rolls a deployment back on the two alarms on errors, which exist before the service", () => {
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

  it("alarms on a read of the secret by anybody whom the secret's own policy does not name as a reader", () => {
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
