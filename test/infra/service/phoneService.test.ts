import assert from "node:assert/strict";
import { isRecord } from "../../../offline/engine/wire";
import {
  countOf,
  inputsOf,
  type ProgramRun,
  registrationOf,
  runProgram,
} from "../../support/program/program";
import { arnOf, outputOf, TAGS } from "../../support/program/wellKnown";

// Shows inputs and their order. Does not show that ECS starts such a service: nothing runs against AWS.

const SERVICE = "aws:ecs/service:Service";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";

describe("the service", () => {
  let run: ProgramRun;

  before(async () => {
    run = await runProgram();
  });

  it("is exactly this, without its network and target group", () => {
    const { loadBalancers, networkConfiguration, ...rest } = inputsOf(run, SERVICE);
    assert.deepEqual(rest, {
      cluster: `${arnOf("ecs")}:cluster/${outputOf(run, "clusterName")}`,
      taskDefinition: outputOf(run, "taskDefinitionArn"),
      desiredCount: 1,
      capacityProviderStrategies: [{ capacityProvider: "FARGATE", base: 0, weight: 1 }],
      platformVersion: "LATEST",
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      deploymentConfiguration: { strategy: "ROLLING" },
      availabilityZoneRebalancing: "DISABLED",
      healthCheckGracePeriodSeconds: 120,
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState: true,
      tags: TAGS,
    });
    assert.ok(Array.isArray(loadBalancers) && loadBalancers.length === 1);
    assert.ok(isRecord(loadBalancers[0]));
    const { targetGroupArn, ...target } = loadBalancers[0];
    assert.match(String(targetGroupArn), /:targetgroup\/endpoint-blue-/);
    assert.deepEqual(target, { containerName: "pipecat-phone-container", containerPort: 7860 });
    assert.ok(isRecord(networkConfiguration));
    assert.equal(networkConfiguration["assignPublicIp"], false);
    assert.deepEqual(networkConfiguration["subnets"], subnetsOf(run, "privateSubnetIds"));
  });

  it("waits for the listener rule of its target group, for its capacity, and for all that its tasks need", () => {
    const waits = registrationOf(run, SERVICE).dependencies.map((urn) => urn.split("::").at(-1));
    for (const name of [
      "endpoint-origin-calls",
      "phone-capacity",
      "phone-task-execution-policy",
      "phone-task-role-policy",
    ]) {
      assert.ok(waits.includes(name), name);
    }
    const task = registrationOf(run, TASK).dependencies.map((urn) => urn.split("::").at(-1));
    assert.ok(task.includes("twilio-version"), "no task starts before the secret has its values");
  });

  it("leaves the number of tasks to autoscaling, and its timeouts outlast the longest call", () => {
    const { ignoreChanges, timeouts } = registrationOf(run, SERVICE);
    assert.deepEqual(ignoreChanges, ["desiredCount"]);
    assert.deepEqual(timeouts, { create: "20m", update: "27m", delete: "27m" });
  });

  it("runs in public subnets with public addresses, and with ECS Exec, only if the config says so", async () => {
    const other = await runProgram({
      overrides: {
        assignPublicIp: "true",
        enableExecuteCommand: "true",
        readonlyRootFilesystem: "false",
      },
    });
    const { networkConfiguration, enableExecuteCommand } = inputsOf(other, SERVICE);
    assert.equal(enableExecuteCommand, true);
    assert.ok(isRecord(networkConfiguration));
    assert.equal(networkConfiguration["assignPublicIp"], true);
    assert.deepEqual(networkConfiguration["subnets"], subnetsOf(other, "publicSubnetIds"));
  });

  it("rebalances tasks between the zones only if the config says so", async () => {
    const other = await runProgram({
      overrides: { availabilityZoneRebalancing: "true", deployment: "blue-green" },
    });
    assert.equal(inputsOf(other, SERVICE)["availabilityZoneRebalancing"], "ENABLED");
  });
});

describe("cluster, logs and scaling", () => {
  it("are exactly these", async () => {
    const run = await runProgram();
    assert.deepEqual(inputsOf(run, "aws:ecs/cluster:Cluster"), {
      settings: [{ name: "containerInsights", value: "disabled" }],
      tags: TAGS,
    });
    assert.deepEqual(inputsOf(run, "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"), {
      clusterName: outputOf(run, "clusterName"),
      capacityProviders: ["FARGATE"],
    });
    assert.deepEqual(inputsOf(run, "aws:cloudwatch/logGroup:LogGroup", "phone-logs"), {
      retentionInDays: 14,
      tags: TAGS,
    });
    assert.deepEqual(inputsOf(run, "aws:appautoscaling/target:Target"), {
      ...scaled(run),
      minCapacity: 1,
      maxCapacity: 4,
      tags: TAGS,
    });
    assert.equal(countOf(run, "aws:appautoscaling/policy:Policy"), 2);
    for (const [metric, predefinedMetricType, targetValue] of [
      ["cpu", "ECSServiceAverageCPUUtilization", 75],
      ["memory", "ECSServiceAverageMemoryUtilization", 85],
    ] as const) {
      assert.deepEqual(
        inputsOf(run, "aws:appautoscaling/policy:Policy", `phone-scaling-${metric}`),
        {
          ...scaled(run),
          policyType: "TargetTrackingScaling",
          targetTrackingScalingPolicyConfiguration: {
            predefinedMetricSpecification: { predefinedMetricType },
            targetValue,
            scaleInCooldown: 600,
            scaleOutCooldown: 180,
          },
        },
      );
    }
  });

  for (const value of ["enabled", "enhanced"]) {
    it(`have the config's setting of Container Insights: ${value}`, async () => {
      const run = await runProgram({ overrides: { containerInsights: value } });
      assert.deepEqual(inputsOf(run, "aws:ecs/cluster:Cluster")["settings"], [
        { name: "containerInsights", value },
      ]);
    });
  }

  it("scale by calls, too, if the service counts them", async () => {
    const run = await runProgram({ overrides: { callsPerTask: "10" } });
    const policy = inputsOf(run, "aws:appautoscaling/policy:Policy", "phone-scaling-calls");
    assert.equal(countOf(run, "aws:appautoscaling/policy:Policy"), 3);
    const { targetTrackingScalingPolicyConfiguration, ...rest } = policy;
    assert.deepEqual(rest, { ...scaled(run), policyType: "TargetTrackingScaling" });
    assert.deepEqual(targetTrackingScalingPolicyConfiguration, {
      customizedMetricSpecification: {
        namespace: "PipecatPhoneService",
        metricName: "ActiveCalls",
        statistic: "Average",
        dimensions: [{ name: "TaskFamily", value: "pipecat-phone-service-dev" }],
      },
      targetValue: 10,
      scaleInCooldown: 600,
      scaleOutCooldown: 60,
    });
  });
});

function scaled(run: ProgramRun): Record<string, string> {
  return {
    serviceNamespace: "ecs",
    scalableDimension: "ecs:service:DesiredCount",
    resourceId: `service/${outputOf(run, "clusterName")}/${outputOf(run, "serviceName")}`,
  };
}

/** The output of the network component with the name. */
function subnetsOf({ componentOutputs }: ProgramRun, name: string): unknown {
  const [, outputs] = [...componentOutputs].find(([urn]) => urn.endsWith("::network")) ?? [];
  return outputs?.[name];
}
