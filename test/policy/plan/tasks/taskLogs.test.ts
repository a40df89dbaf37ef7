import assert from "node:assert/strict";
import { UNKNOWN_ON_WIRE, type WireObject, type WireValue } from "../../../../offline/engine/wire";
import { RulePack } from "../rulePack";
import { CONTAINER, definitions } from "../validPlan";

// Does not prove that ECS, CloudWatch or the load balancer behave as their documentation says.
describe("twilio-tasks-logged", () => {
  const pack = RulePack.ofSuite();
  const rule = "twilio-tasks-logged task: containerDefinitions[0].logConfiguration";
  const { options } = CONTAINER.logConfiguration;

  const FAULTS: readonly (readonly [what: string, logConfiguration: WireValue, fault: string])[] = [
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
      "lets ECS create the log group, which then keeps everything forever",
    ],
  ];
  for (const [what, logConfiguration, fault] of FAULTS) {
    it(`refuses ${what}`, async () => {
      assert.deepEqual(await brokenByContainer({ logConfiguration }), [`${rule} ${fault}`]);
    });
  }

  it("refuses a log group that keeps everything forever, or for less time than configured", async () => {
    const fault = (days: number) => [
      `${rule} names a log group without a retention period of at least ${days} days`,
    ];
    for (const retentionInDays of [undefined, null, 0]) {
      assert.deepEqual(await pack.broken({ change: { logGroup: { retentionInDays } } }), fault(1));
    }
    await pack.configured("twilio-tasks-logged", { minimumRetentionDays: 30 }, async () => {
      assert.deepEqual(await pack.broken({}), fault(30));
    });
  });

  it("accepts another driver, an unknown value, and a group from elsewhere", async () => {
    const elsewhere = { ...options, "awslogs-group": "elsewhere" };
    const firelens = { logDriver: "awsfirelens", options: { Name: "datadog" } };
    assert.deepEqual(await brokenByContainer({ logConfiguration: firelens }), []);
    assert.deepEqual(
      await brokenByContainer({ logConfiguration: { logDriver: "awslogs", options: elsewhere } }),
      [],
    );
    assert.deepEqual(
      await pack.broken({ change: { logGroup: { retentionInDays: UNKNOWN_ON_WIRE } } }),
      [],
    );
  });

  async function brokenByContainer(...changes: WireObject[]): Promise<string[]> {
    const containers = changes.map((change) => ({ ...CONTAINER, ...change }));
    return pack.broken({ change: { task: { containerDefinitions: definitions(...containers) } } });
  }
});
