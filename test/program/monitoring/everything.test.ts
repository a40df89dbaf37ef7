import assert from "node:assert/strict";
import { DOMAIN } from "../../support/program/devStack";
import { inputsOf, runProgram, type ProgramRun } from "../../support/program/program";
import { computedOf } from "../../support/program/references";
import { outputOf } from "../../support/program/wellKnown";
import {
  ALARM,
  ALARMS,
  alarmWidget,
  DASHBOARD,
  ENDPOINT_ALARMS,
  LOAD_BALANCER,
  metricDimensions,
  namesOf,
  RULE,
  SERVICE_ALARMS,
  TARGET_GROUP,
  TOPIC,
} from "./resources";

// Shows what index.ts connects. test/infra/monitoring shows what each alarm watches. No test shows that an alarm fires in AWS.

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

  it("also watches the expiry of the domain's certificate, and the green target group", () => {
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

  it("counts the config's readers as readers, and no longer the task role", () => {
    const { eventPattern } = inputsOf(run, RULE, "service-alarms-secret-read");
    assert.ok(String(eventPattern).includes("arn:aws:iam::519384207613:role/break-glass"));
    assert.ok(!String(eventPattern).includes(outputOf(run, "taskRoleArn")));
  });

  it("shows the state of every alarm, and both rules, on a dashboard that has the stack's name", () => {
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
