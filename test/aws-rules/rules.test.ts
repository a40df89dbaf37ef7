import assert from "node:assert/strict";
import { pythonTools } from "../support/emulator/pythonTools";
import { check, type Faults } from "./checkers";
import { allPlans, type Plan, withDeployer } from "./plans";
import { DEPLOYER_SABOTAGES, deployerSabotages } from "./deployerSabotage";
import { sabotaged, SABOTAGES } from "./sabotage";
import { skipOutsideCi } from "../support/skip";

// Checks every plan against what AWS publishes about its APIs' inputs. Does not show that AWS accepts them: nothing was run against AWS.
describe("AWS's own rules", function () {
  this.timeout(600_000);
  let plans: readonly Plan[];
  let faults: Faults;

  before(async function () {
    const tools = await pythonTools();
    if ("missing" in tools) {
      skipOutsideCi(this, tools.missing);
    }
    plans = await allPlans();
    faults = await check([
      ...plans.map(withDeployer),
      ...SABOTAGES.map((sabotage) => sabotaged(sabotage, plans)),
      ...deployerSabotages(plans),
    ]);
  });

  it("find no fault in the plan of any stack or bundle of options, nor in its deployer's policy", () => {
    assert.ok(plans.length >= 9);
    for (const { name, resources } of plans) {
      assert.ok(resources.length > 25, name);
      assert.deepEqual(faults.get(name), [], name);
    }
  });

  for (const { title, fault } of [...SABOTAGES, ...DEPLOYER_SABOTAGES]) {
    it(`find ${title}`, () => {
      const found = faults.get(title) ?? [];
      assert.ok(
        found.some((line) => fault.test(line)),
        found.join("\n"),
      );
    });
  }
});
