import assert from "node:assert/strict";
import { UNKNOWN_ON_WIRE, type WireValue } from "../../../../offline/engine/wire";
import { resource } from "../../../support/policy/policyPack";
import { RulePack } from "../rulePack";
import { CONTAINER, definitions, TARGET_GROUP_ARN } from "../validPlan";

// Does not prove that ECS, CloudWatch or the load balancer behave as their documentation says.
describe("the rules about tasks with Twilio credentials keep calls alive", () => {
  const pack = RulePack.ofSuite();
  const drain =
    "twilio-calls-drain targets: deregistrationDelay is shorter than the stopTimeout of";

  it("with a deregistration delay as long as the stop timeout", async () => {
    const delay = async (deregistrationDelay: WireValue | undefined) =>
      pack.broken({ change: { targets: { deregistrationDelay } } });
    assert.deepEqual(await delay(119), [`${drain} 120 s of a container behind it`]);
    assert.deepEqual(await delay("119"), [`${drain} 120 s of a container behind it`]);
    for (const enough of [120, "120", undefined, UNKNOWN_ON_WIRE]) {
      assert.deepEqual(await delay(enough), []);
    }
  });

  it("also with the default stop timeout, and for every target group", async () => {
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
    const [fault] = await pack.broken({ change, add: [other] });
    assert.equal(fault, `${drain.replace("targets", "thing")} 30 s of a container behind it`);
  });

  it("with a deployment that rolls back", async () => {
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

  it("without Spot capacity, of the service or of the cluster", async () => {
    const rule = "twilio-calls-not-on-spot service: capacityProviderStrategies";
    const spot = [
      { capacityProvider: "FARGATE", weight: 1 },
      { capacityProvider: "FARGATE_SPOT", weight: 1 },
    ];
    assert.deepEqual(await brokenByService({ capacityProviderStrategies: spot }), [
      `${rule} uses FARGATE_SPOT, which AWS can take back within two minutes`,
    ]);
    const cluster = (clusterName: string) =>
      resource("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", {
        clusterName,
        defaultCapacityProviderStrategies: spot,
      });
    const unstated = { service: { capacityProviderStrategies: undefined } };
    assert.deepEqual(await pack.broken({ change: unstated, add: [cluster("phone")] }), [
      `${rule} is absent, and the cluster's default uses FARGATE_SPOT`,
    ]);
    assert.deepEqual(await pack.broken({ change: unstated, add: [cluster("batch")] }), []);
    assert.deepEqual(await pack.broken({ add: [cluster("phone")] }), []);
    const launch = { service: { capacityProviderStrategies: undefined, launchType: "FARGATE" } };
    assert.deepEqual(await pack.broken({ change: launch, add: [cluster("phone")] }), []);
  });

  async function brokenByService(service: Readonly<Record<string, WireValue | undefined>>) {
    return pack.broken({ change: { service } });
  }
});
