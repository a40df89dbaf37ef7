import assert from "node:assert/strict";
import { mockStack, type RecordedStack } from "../../../support/program/mocks";
import { ACCOUNT_ID, inputsNamed, json, RULE, SERVICE, serviceAlarms } from "../stack";

const TOPIC = "arn:aws:sns:eu-north-1:123456789012:alarms";

// Shows the exact inputs. Does not show how EventBridge evaluates them: nothing runs against AWS.
describe("event rules of the service alarms", () => {
  let recorded: RecordedStack;

  beforeEach(async () => {
    recorded = await mockStack();
    serviceAlarms(TOPIC);
    await recorded.settled();
  });

  it("watch this service's failed deployments", () => {
    const { eventPattern, state } = inputsNamed(recorded, "service-alarms-deployment-failed");
    assert.equal(state, "ENABLED");
    assert.deepEqual(json(eventPattern), {
      source: ["aws.ecs"],
      "detail-type": ["ECS Deployment State Change"],
      resources: [
        `arn:aws:ecs:eu-north-1:${ACCOUNT_ID}:service/${SERVICE.ClusterName}/${SERVICE.ServiceName}`,
      ],
      detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
    });
  });

  it("watch this service's tasks that could not read their secret", () => {
    const { eventPattern, state } = inputsNamed(recorded, "service-alarms-secret-unreadable");
    assert.equal(state, "ENABLED");
    assert.deepEqual(json(eventPattern), {
      source: ["aws.ecs"],
      "detail-type": ["ECS Task State Change"],
      detail: {
        clusterArn: [`arn:aws:ecs:eu-north-1:${ACCOUNT_ID}:cluster/${SERVICE.ClusterName}`],
        group: [`service:${SERVICE.ServiceName}`],
        lastStatus: ["STOPPED"],
        stoppedReason: [
          { wildcard: "ResourceInitializationError*secret from asm*" },
          { wildcard: "ResourceInitializationError*AWS Secrets Manager*" },
          { wildcard: "ResourceInitializationError*from Secrets Manager*" },
        ],
      },
    });
  });

  it("watch the secret with a rule that sees read-only calls, which an ordinary rule does not", () => {
    const { state } = inputsNamed(recorded, "service-alarms-secret-read");
    assert.equal(state, "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    assert.equal(recorded.ofType(RULE).length, 3);
  });

  it("send each event as one text, with exactly the facts that this text names", () => {
    for (const { name } of recorded.ofType(RULE)) {
      const target = inputsNamed(recorded, `${name}-topic`);
      assert.equal(target["arn"], TOPIC);
      assert.match(String(target["rule"]), new RegExp(`^${name}-[0-9a-f]{7}$`));
      const { inputPaths, inputTemplate } = readTransformer(target["inputTransformer"]);
      const text = String(json(inputTemplate));
      assert.match(text, /^pipecat-phone-service-dev: .* What to do: /);
      const named = [...text.matchAll(/<(\w+)>/g)].map(([, fact]) => fact);
      assert.deepEqual(named.sort(), Object.keys(inputPaths).sort(), name);
      for (const path of Object.values(inputPaths)) assert.match(path, /^\$(\.\w+)+$/);
    }
  });

  it("use no part of an event that could hold a value", () => {
    for (const { name } of recorded.ofType(RULE)) {
      const { inputPaths } = readTransformer(
        inputsNamed(recorded, `${name}-topic`)["inputTransformer"],
      );
      for (const path of Object.values(inputPaths)) {
        assert.doesNotMatch(path, /requestParameters|responseElements|overrides|stoppedReason/);
      }
    }
  });
});

function readTransformer(value: unknown): {
  inputPaths: Record<string, string>;
  inputTemplate: unknown;
} {
  assert.ok(typeof value === "object" && value !== null);
  assert.ok("inputPaths" in value && "inputTemplate" in value);
  const { inputPaths, inputTemplate } = value;
  assert.ok(typeof inputPaths === "object" && inputPaths !== null);
  return {
    inputPaths: Object.fromEntries(Object.entries(inputPaths).map(([k, v]) => [k, String(v)])),
    inputTemplate,
  };
}
