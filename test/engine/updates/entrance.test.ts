import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { DOMAIN } from "../../support/program/devStack";
import type { Thing } from "../simulated-aws/account";
import type { EngineStack } from "../support/engineStack";
import { useLab } from "../support/lab";
import { assertOk } from "../support/run";

const RULE = "aws:lb/listenerRule:ListenerRule";

// Shows what Pulumi asks of AWS. Does not show that ECS moves the weights in this way, or that no call is refused during the change.
describe("A change between CloudFront and a domain on the real engine", function () {
  this.timeout(900_000);
  const lab = useLab();

  it("leaves calls on the target group to which ECS has moved them, in both directions", async () => {
    const stack = await lab().stack("entrance", { deployment: "blue-green" });
    assertOk(await stack.up());
    const green = moveToGreen(stack);
    const behindCloudFront = readFileSync(stack.stackFile, "utf8");
    await stack.setPaths(Object.entries(DOMAIN).map(([key, value]) => `${key}=${value}`));
    assertOk(await stack.up());
    assert.match(JSON.stringify(ruleOf(stack).inputs["conditions"]), /hostHeader/);
    assertKept(stack, green);
    writeFileSync(stack.stackFile, behindCloudFront);
    assertOk(await stack.up());
    assert.match(JSON.stringify(ruleOf(stack).inputs["conditions"]), /httpHeader/);
    assertKept(stack, green);
  });

  /** Changes the rule as a blue/green deployment does: every call goes to green. */
  function moveToGreen(stack: EngineStack): Thing {
    const rule = ruleOf(stack);
    const text = JSON.stringify(rule.inputs["actions"]);
    const moved = text.replace('"weight":100', '"weight":-').replace('"weight":0', '"weight":100');
    const actions: unknown = JSON.parse(moved.replace('"weight":-', '"weight":0'));
    assert.notDeepEqual(actions, rule.inputs["actions"]);
    const thing = { ...rule, inputs: { ...rule.inputs, actions } };
    lab().account.replace(rule, thing);
    return thing;
  }

  function assertKept(stack: EngineStack, { id, inputs }: Thing): void {
    const rule = ruleOf(stack);
    assert.deepEqual([rule.id, rule.inputs["actions"]], [id, inputs["actions"]]);
  }

  function ruleOf(stack: EngineStack): Thing {
    const [rule, ...others] = lab()
      .things(stack)
      .filter(({ type }) => type === RULE);
    assert.ok(rule !== undefined && others.length === 0);
    return rule;
  }
});
