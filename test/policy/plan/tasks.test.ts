import assert from "node:assert/strict";
import type { PolicyPackClient } from "../../../scripts/analyzer/client";
import { UNKNOWN_ON_WIRE, type WireObject, type WireValue } from "../../../scripts/analyzer/wire";
import { resource, startPack } from "../../support/policyPack";
import {
  CONFIG,
  CONTAINER,
  definitions,
  planWith,
  TARGET_GROUP_ARN,
  urnOf,
  verdicts,
  type Changes,
} from "./soundPlan";

// Does not prove that ECS, CloudWatch or the load balancer behave as their documentation says.
describe("the rules about tasks with Twilio credentials", () => {
  let pack: PolicyPackClient;

  before(async () => {
    pack = await startPack(CONFIG);
  });

  after(() => {
    pack.stop();
  });

  async function broken(changes: Changes): Promise<string[]> {
    const found = await verdicts(pack, planWith(changes));
    return found.map(({ policy, at, says }) => `${policy} ${at}: ${says.split(/[.:] /)[0] ?? ""}`);
  }

  async function brokenByContainer(...changes: WireObject[]): Promise<string[]> {
    const containers = changes.map((change) => ({ ...CONTAINER, ...change }));
    return broken({ change: { task: { containerDefinitions: definitions(...containers) } } });
  }

  async function brokenByService(service: Readonly<Record<string, WireValue | undefined>>) {
    return broken({ change: { service } });
  }

  async function inDevelopment(rule: string, act: () => Promise<void>): Promise<void> {
    const properties = { developmentStacks: ["dev", "test"] };
    await pack.configure({ [rule]: { enforcementLevel: "mandatory", properties } });
    await act();
    await pack.configure({});
  }

  it("refuse a privileged container, beside the credentials too", async () => {
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
    await inDevelopment(rule, async () => {
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
    await inDevelopment(rule, async () => {
      assert.deepEqual(await brokenByService({ enableExecuteCommand: true }), []);
    });
    for (const enableExecuteCommand of [undefined, false, UNKNOWN_ON_WIRE]) {
      assert.deepEqual(await brokenByService({ enableExecuteCommand }), []);
    }
  });

  describe("want logs", () => {
    const rule = "twilio-tasks-logged task: containerDefinitions[0].logConfiguration";
    const { options } = CONTAINER.logConfiguration;

    const FAULTS: readonly (readonly [what: string, logConfiguration: WireValue, fault: string])[] =
      [
        ["no configuration", null, "is absent"],
        ["no driver", {}, "logs nothing"],
        ["the driver none", { logDriver: "none" }, "logs nothing"],
        ["no group", { logDriver: "awslogs", options: {} }, "names no awslogs-group"],
        [
          "a group of ECS's making",
          {
            logDriver: "awslogs",
            options: { "awslogs-group": "new", "awslogs-create-group": "true" },
          },
          "lets ECS make the group, which then keeps everything for ever",
        ],
      ];
    for (const [what, logConfiguration, fault] of FAULTS) {
      it(`refuse ${what}`, async () => {
        assert.deepEqual(await brokenByContainer({ logConfiguration }), [`${rule} ${fault}`]);
      });
    }

    it("refuse a group that keeps everything for ever, or shorter than the config wants", async () => {
      const fault = (days: number) => [
        `${rule} names a group without a retention of at least ${days} days`,
      ];
      for (const retentionInDays of [undefined, null, 0]) {
        assert.deepEqual(await broken({ change: { logGroup: { retentionInDays } } }), fault(1));
      }
      const properties = { minimumRetentionDays: 30 };
      await pack.configure({
        "twilio-tasks-logged": { enforcementLevel: "mandatory", properties },
      });
      assert.deepEqual(await broken({}), fault(30));
      await pack.configure({});
    });

    it("accept another driver, an unknown value, and a group from elsewhere", async () => {
      const elsewhere = { ...options, "awslogs-group": "elsewhere" };
      const firelens = { logDriver: "awsfirelens", options: { Name: "datadog" } };
      assert.deepEqual(await brokenByContainer({ logConfiguration: firelens }), []);
      assert.deepEqual(
        await brokenByContainer({ logConfiguration: { logDriver: "awslogs", options: elsewhere } }),
        [],
      );
      assert.deepEqual(
        await broken({ change: { logGroup: { retentionInDays: UNKNOWN_ON_WIRE } } }),
        [],
      );
    });
  });

  describe("keep calls alive", () => {
    const drain =
      "twilio-calls-drain targets: deregistrationDelay is shorter than the stopTimeout of";

    it("by a deregistration delay as long as the stop timeout", async () => {
      const delay = async (deregistrationDelay: WireValue | undefined) =>
        broken({ change: { targets: { deregistrationDelay } } });
      assert.deepEqual(await delay(119), [`${drain} 120 s of a container behind it`]);
      assert.deepEqual(await delay("119"), [`${drain} 120 s of a container behind it`]);
      for (const enough of [120, "120", undefined, UNKNOWN_ON_WIRE]) {
        assert.deepEqual(await delay(enough), []);
      }
    });

    it("whatever the default stop timeout and whichever target group", async () => {
      const other = resource("aws:alb/targetGroup:TargetGroup", {
        arn: `${TARGET_GROUP_ARN}0`,
        deregistrationDelay: 10,
      });
      const { stopTimeout, ...container } = CONTAINER;
      assert.equal(stopTimeout, 120);
      const change = {
        task: { containerDefinitions: definitions(container) },
        service: {
          loadBalancers: [
            {
              targetGroupArn: TARGET_GROUP_ARN,
              advancedConfiguration: { alternateTargetGroupArn: `${TARGET_GROUP_ARN}0` },
            },
          ],
        },
      };
      const [fault] = await broken({ change, add: [other] });
      assert.equal(fault, `${drain.replace("targets", "thing")} 30 s of a container behind it`);
    });

    it("by a deployment that rolls back", async () => {
      const fault = [
        "twilio-deployments-roll-back service: deploymentCircuitBreaker does not roll back a failed deployment",
      ];
      for (const deploymentCircuitBreaker of [
        undefined,
        { enable: true, rollback: false },
        { enable: false, rollback: true },
      ]) {
        assert.deepEqual(await brokenByService({ deploymentCircuitBreaker }), fault);
      }
      const alarms = { enable: true, rollback: true, alarmNames: ["failed"] };
      const none = { deploymentCircuitBreaker: undefined, alarms };
      assert.deepEqual(await brokenByService(none), fault);
      const blueGreen = { deploymentConfiguration: { strategy: "BLUE_GREEN" } };
      assert.deepEqual(await brokenByService({ ...none, ...blueGreen }), []);
      assert.deepEqual(
        await brokenByService({ ...none, deploymentController: { type: "CODE_DEPLOY" } }),
        [],
      );
      assert.deepEqual(await brokenByService({ deploymentCircuitBreaker: UNKNOWN_ON_WIRE }), []);
    });

    it("by no Spot capacity, neither the service's nor the cluster's", async () => {
      const rule = "twilio-calls-not-on-spot service: capacityProviderStrategies";
      const spot = [
        { capacityProvider: "FARGATE", weight: 1 },
        { capacityProvider: "FARGATE_SPOT", weight: 1 },
      ];
      assert.deepEqual(await brokenByService({ capacityProviderStrategies: spot }), [
        `${rule} uses FARGATE_SPOT, which AWS takes away within two minutes`,
      ]);
      const cluster = (clusterName: string) =>
        resource("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", {
          clusterName,
          defaultCapacityProviderStrategies: spot,
        });
      const unstated = { service: { capacityProviderStrategies: undefined } };
      assert.deepEqual(await broken({ change: unstated, add: [cluster("phone")] }), [
        `${rule} is absent, and the cluster's default uses FARGATE_SPOT`,
      ]);
      assert.deepEqual(await broken({ change: unstated, add: [cluster("batch")] }), []);
      assert.deepEqual(await broken({ add: [cluster("phone")] }), []);
      const launch = { service: { capacityProviderStrategies: undefined, launchType: "FARGATE" } };
      assert.deepEqual(await broken({ change: launch, add: [cluster("phone")] }), []);
    });
  });

  it("leave alone what carries no Twilio credential", async () => {
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
    assert.deepEqual(await broken({ add: [task, service] }), []);
    assert.deepEqual(await verdicts(pack, [task, service]), []);
  });

  it("find the service by dependency, by family, and where its task cannot be told yet", async () => {
    const exec = { enableExecuteCommand: true };
    const rules = async (plan: ReturnType<typeof planWith>) =>
      (await verdicts(pack, plan)).map(({ policy }) => policy);
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
