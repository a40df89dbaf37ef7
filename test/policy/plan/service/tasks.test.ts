import assert from "node:assert/strict";
import { UNKNOWN_ON_WIRE, type WireObject, type WireValue } from "../../../../offline/engine/wire";
import { resource } from "../../../support/policy/policyPack";
import { RulePack } from "../rulePack";
import { CONTAINER, definitions, planWith, urnOf } from "../validPlan";

// Does not prove that ECS, CloudWatch or the load balancer behave as their documentation says.
describe("the rules about tasks with Twilio credentials", () => {
  const pack = RulePack.ofSuite();

  async function brokenByContainer(...changes: WireObject[]): Promise<string[]> {
    const containers = changes.map((change) => ({ ...CONTAINER, ...change }));
    return pack.broken({ change: { task: { containerDefinitions: definitions(...containers) } } });
  }

  async function brokenByService(service: Readonly<Record<string, WireValue | undefined>>) {
    return pack.broken({ change: { service } });
  }

  it("refuse a privileged container, also next to the one with the credentials", async () => {
    const [fault] = await brokenByContainer({}, { name: "sidecar", secrets: [], privileged: true });
    assert.equal(fault, "twilio-tasks-unprivileged task: containerDefinitions[1].privileged is on");
    assert.deepEqual(await brokenByContainer({ privileged: false }), []);
  });

  it("refuse a public address outside development", async () => {
    const rule = "twilio-tasks-private";
    const service = { networkConfiguration: { assignPublicIp: true } };
    assert.deepEqual(await brokenByService(service), [
      `${rule} service: networkConfiguration.assignPublicIp is on`,
    ]);
    await pack.inDevelopment(rule, async () => {
      assert.deepEqual(await brokenByService(service), []);
    });
    for (const networkConfiguration of [
      undefined,
      {},
      UNKNOWN_ON_WIRE,
      { assignPublicIp: UNKNOWN_ON_WIRE },
    ]) {
      assert.deepEqual(await brokenByService({ networkConfiguration }), []);
    }
  });

  it("refuse ECS Exec outside development", async () => {
    const rule = "twilio-tasks-without-ecs-exec";
    assert.deepEqual(await brokenByService({ enableExecuteCommand: true }), [
      `${rule} service: enableExecuteCommand is on`,
    ]);
    await pack.inDevelopment(rule, async () => {
      assert.deepEqual(await brokenByService({ enableExecuteCommand: true }), []);
    });
    for (const enableExecuteCommand of [undefined, false, UNKNOWN_ON_WIRE]) {
      assert.deepEqual(await brokenByService({ enableExecuteCommand }), []);
    }
  });

  it("ignore tasks without Twilio credentials", async () => {
    const task = resource(
      "aws:ecs/taskDefinition:TaskDefinition",
      {
        arn: "arn:other",
        family: "batch",
        containerDefinitions: definitions({ name: "batch", privileged: true }),
      },
      { name: "batch" },
    );
    const service = resource("aws:ecs/service:Service", {
      taskDefinition: "arn:other",
      enableExecuteCommand: true,
      networkConfiguration: { assignPublicIp: true },
      capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
    });
    assert.deepEqual(await pack.broken({ add: [task, service] }), []);
    assert.deepEqual(await pack.verdicts([task, service]), []);
  });

  it("find the service by dependency, by family, and while its task definition is unknown", async () => {
    const exec = { enableExecuteCommand: true };
    const rules = async (plan: ReturnType<typeof planWith>) =>
      (await pack.verdicts(plan)).map(({ policy }) => policy);
    const expected = ["twilio-tasks-without-ecs-exec"];
    for (const taskDefinition of ["phone", "phone:7", UNKNOWN_ON_WIRE]) {
      const plan = planWith({ change: { service: { ...exec, taskDefinition } } });
      assert.deepEqual(await rules(plan), expected, taskDefinition);
    }
    const unknown = planWith({ change: { service: { ...exec, taskDefinition: UNKNOWN_ON_WIRE } } });
    const dependingOn = (urn: string) =>
      unknown.map((each) =>
        each.name === "service"
          ? { ...each, propertyDependencies: { taskDefinition: [urn] } }
          : each,
      );
    assert.deepEqual(await rules(dependingOn(urnOf("task"))), expected);
    const other = resource("aws:ecs/taskDefinition:TaskDefinition", {
      containerDefinitions: definitions({ name: "batch" }),
    });
    assert.deepEqual(await rules([...dependingOn(other.urn), other]), []);
  });

  it("report several faults at once", async () => {
    const service = {
      enableExecuteCommand: true,
      deploymentCircuitBreaker: undefined,
      networkConfiguration: { assignPublicIp: true },
    };
    assert.deepEqual(
      (await brokenByService(service)).map((each) => each.split(" ")[0]),
      ["twilio-tasks-private", "twilio-tasks-without-ecs-exec", "twilio-deployments-roll-back"],
    );
  });
});
