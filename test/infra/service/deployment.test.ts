import assert from "node:assert/strict";
import { isRecord } from "../../../offline/engine/wire";
import { DOMAIN } from "../../support/program/devStack";
import {
  countOf,
  inputsOf,
  type ProgramRun,
  registrationOf,
  runProgram,
} from "../../support/program/program";
import { computedOf, idOf, waitsFor } from "../../support/program/references";
import { TAGS } from "../../support/program/wellKnown";

// Shows inputs and their order. Does not show that no call is cut off when ECS changes the rule: nothing runs against AWS.

const SERVICE = "aws:ecs/service:Service";
const RULE = "aws:lb/listenerRule:ListenerRule";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
const ROLE = "aws:iam/role:Role";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

/** Both ways for calls to reach the service, with the name of their listener rule. */
const ENTRANCES = [
  ["by CloudFront", {}, "endpoint-origin-calls"],
  ["by a domain", DOMAIN, "endpoint-calls"],
] as const;

for (const [title, entrance, rule] of ENTRANCES) {
  describe(`a blue/green deployment, ${title}`, () => {
    let run: ProgramRun;

    before(async () => {
      const overrides = { ...entrance, deployment: "blue-green", maxCallMinutes: "90" };
      run = await runProgram({ overrides });
    });

    it("moves calls from one target group to the other by the listener rule, and bakes", () => {
      const { deploymentConfiguration, loadBalancers, ...rest } = inputsOf(run, SERVICE);
      assert.deepEqual(deploymentConfiguration, {
        strategy: "BLUE_GREEN",
        bakeTimeInMinutes: "90",
      });
      assert.deepEqual(loadBalancers, [
        {
          targetGroupArn: targetGroup(run, "blue"),
          containerName: "pipecat-phone-container",
          containerPort: 7860,
          advancedConfiguration: {
            alternateTargetGroupArn: targetGroup(run, "green"),
            productionListenerRule: computedOf(run, RULE, rule, "arn"),
            roleArn: computedOf(run, ROLE, "phone-infrastructure", "arn"),
          },
        },
      ]);
      assert.deepEqual(rest["deploymentCircuitBreaker"], { enable: true, rollback: true });
      // Pulumi's bridge does not pass Ctrl-C on to the provider, and according to a report, the setting rolls back the first deployment.
      assert.equal(rest["sigintRollback"], undefined);
    });

    it("starts with every call on blue, and leaves later weights to ECS", () => {
      assert.deepEqual(inputsOf(run, RULE, rule)["actions"], [
        {
          type: "forward",
          forward: {
            targetGroups: [
              { arn: targetGroup(run, "blue"), weight: 100 },
              { arn: targetGroup(run, "green"), weight: 0 },
            ],
          },
        },
      ]);
      assert.deepEqual(registrationOf(run, RULE).ignoreChanges, ["actions"]);
    });

    it("gives ECS a separate role that has only AWS's policy for load balancers", () => {
      assert.deepEqual(inputsOf(run, ROLE, "phone-infrastructure"), {
        description: "Lets ECS move calls from the old tasks to the new ones",
        assumeRolePolicy: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "ecs.amazonaws.com" },
              Action: "sts:AssumeRole",
            },
          ],
        },
        tags: TAGS,
      });
      assert.equal(countOf(run, ATTACHMENT), 1);
      assert.deepEqual(inputsOf(run, ATTACHMENT), {
        role: idOf(run, ROLE, "phone-infrastructure"),
        policyArn: "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers",
      });
      assert.ok(waitsFor(run, SERVICE).has(`${ATTACHMENT} phone-infrastructure-rights`));
    });
  });
}

describe("a rolling deployment", () => {
  it("has one target group, a fixed rule and no role for ECS", async () => {
    const run = await runProgram({ overrides: DOMAIN });
    const { deploymentConfiguration, loadBalancers } = inputsOf(run, SERVICE);
    assert.deepEqual(deploymentConfiguration, { strategy: "ROLLING" });
    assert.deepEqual(loadBalancers, [
      {
        targetGroupArn: targetGroup(run, "blue"),
        containerName: "pipecat-phone-container",
        containerPort: 7860,
      },
    ]);
    assert.deepEqual(inputsOf(run, RULE)["actions"], [
      { type: "forward", targetGroupArn: targetGroup(run, "blue") },
    ]);
    assert.deepEqual(registrationOf(run, RULE).ignoreChanges, []);
    assert.equal(countOf(run, TARGET_GROUP), 1);
    assert.equal(countOf(run, ATTACHMENT), 0);
  });
});

describe("maxCallMinutes and callHandover set every timeout of the stack", () => {
  for (const [deployment, maxCallMinutes, callHandover, expected] of [
    ["rolling", 1, false, { delay: 120, idle: 60, keepAlive: 3600, create: "20m", update: "24m" }],
    [
      "rolling",
      60,
      false,
      { delay: 3600, idle: 3600, keepAlive: 3600, create: "20m", update: "82m" },
    ],
    [
      "rolling",
      120,
      true,
      { delay: 120, idle: 4000, keepAlive: 7200, create: "20m", update: "24m" },
    ],
    [
      "blue-green",
      120,
      true,
      { delay: 120, idle: 4000, keepAlive: 7200, create: "25m", update: "29m" },
    ],
    [
      "blue-green",
      1440,
      false,
      { delay: 3600, idle: 4000, keepAlive: 86400, create: "1460m", update: "1522m" },
    ],
  ] as const) {
    it(`${maxCallMinutes} with ${deployment}${callHandover ? " and handover" : ""}`, async () => {
      const overrides = {
        deployment,
        maxCallMinutes: String(maxCallMinutes),
        callHandover: String(callHandover),
      };
      const run = await runProgram({ overrides });
      const { idleTimeout, clientKeepAlive } = inputsOf(run, "aws:lb/loadBalancer:LoadBalancer");
      const colors = deployment === "rolling" ? ["blue"] : ["blue", "green"];
      for (const color of colors) {
        const { deregistrationDelay } = inputsOf(run, TARGET_GROUP, `endpoint-${color}`);
        assert.equal(deregistrationDelay, expected.delay);
      }
      assert.deepEqual([idleTimeout, clientKeepAlive], [expected.idle, expected.keepAlive]);
      const { create, update } = expected;
      const { timeouts } = registrationOf(run, SERVICE);
      assert.deepEqual(timeouts, { create, update, delete: update });
      const { containerDefinitions } = inputsOf(run, "aws:ecs/taskDefinition:TaskDefinition");
      const containers: unknown = JSON.parse(String(containerDefinitions));
      assert.ok(Array.isArray(containers) && isRecord(containers[0]));
      assert.equal(containers[0]["stopTimeout"], 120);
      const graceful = '{"name":"GRACEFUL_SHUTDOWN_TIMEOUT","value":"110"}';
      assert.ok(String(containerDefinitions).includes(graceful));
    });
  }
});

function targetGroup(run: ProgramRun, color: string): string {
  return computedOf(run, TARGET_GROUP, `endpoint-${color}`, "arn");
}
