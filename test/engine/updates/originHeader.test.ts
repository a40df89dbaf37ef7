import assert from "node:assert/strict";
import { sampleCredentials } from "../../../offline/config/credentials";
import { isRecord } from "../../../offline/engine/wire";
import type { Thing } from "../simulated-aws/account";
import type { EngineStack } from "../support/engineStack";
import { useLab } from "../support/lab";
import { assertOk } from "../support/run";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const RULE = "aws:lb/listenerRule:ListenerRule";

// Shows that CloudFront and the listener rule always have the same header. The assertions compare the values first, so that no message
// shows one. AWS is simulated.
describe("CloudFront's origin header on the real engine", function () {
  this.timeout(600_000);
  const lab = useLab();

  afterEach(() => {
    lab().control.faults = {};
  });

  it("is the same at both ends if the account SID changes between a failed up and the next one", async () => {
    const stack = await lab().stack("halfway");
    lab().control.faults = { refuse: { [RULE]: "ServiceUnavailable: try later" } };
    assert.equal((await stack.up()).ok, false);
    lab().control.faults = {};
    const sent = sentBy(stack);
    assert.equal(thingsOf(stack, RULE).length, 0, "the distribution is there, the rule is not");
    await changeAccountSid(stack);
    assertOk(await stack.up());
    await assertAgrees(stack, sent);
  });

  it("is the same at both ends if the rule is made again after the account SID changed", async () => {
    const stack = await lab().stack("rule");
    assertOk(await stack.up());
    const sent = sentBy(stack);
    await changeAccountSid(stack);
    const { steps } = assertOk(await stack.up());
    const touched = steps.filter((step) => step.includes(DISTRIBUTION) || step.includes(RULE));
    assert.deepEqual(touched, [], "no call is interrupted");
    await assertAgrees(stack, sent);
    lab().account.remove(only(stack, RULE));
    assertOk(await stack.refresh());
    assertOk(await stack.up());
    await assertAgrees(stack, sent);
  });

  it("is the same at both ends if the distribution is made again after the account SID changed", async () => {
    const stack = await lab().stack("distribution");
    assertOk(await stack.up());
    const sent = sentBy(stack);
    await changeAccountSid(stack);
    lab().account.remove(only(stack, DISTRIBUTION));
    assertOk(await stack.refresh());
    assertOk(await stack.up());
    assert.ok(sentBy(stack) !== sent, "a new distribution begins with a new value");
    await assertAgrees(stack, sentBy(stack));
  });

  it("is copied to the rule if somebody changes it in CloudFront, and stops the update if somebody removes it", async () => {
    const stack = await lab().stack("console");
    assertOk(await stack.up());
    changeSent(stack, [{ name: "X-Origin-Verify", value: "f00d".repeat(16) }]);
    assertOk(await stack.refresh());
    const { steps } = assertOk(await stack.up());
    assert.deepEqual(steps, [`update ${RULE} endpoint-origin-calls`]);
    await assertAgrees(stack, "f00d".repeat(16));
    changeSent(stack, []);
    assertOk(await stack.refresh());
    const stopped = await stack.up();
    assert.equal(stopped.ok, false);
    assert.match(stopped.output, /no longer sends X-Origin-Verify/);
  });

  async function changeAccountSid(stack: EngineStack): Promise<void> {
    await stack.setCredentials({ TWILIO_ACCOUNT_SID: sampleCredentials().TWILIO_ACCOUNT_SID });
  }

  /** Asserts that both ends have the value, that an up and a refresh find nothing to do, and that the state holds it only as ciphertext. */
  async function assertAgrees(stack: EngineStack, value: string): Promise<void> {
    assert.ok(sentBy(stack) === value, "CloudFront sends it");
    assert.ok(askedBy(stack) === value, "the load balancer asks for it");
    assert.deepEqual(assertOk(await stack.up()).steps, []);
    assert.deepEqual(assertOk(await stack.refresh(true)).steps, []);
    const state = JSON.stringify(await stack.exported());
    assert.ok(!state.includes(value), "it is ciphertext in the state");
  }

  function sentBy(stack: EngineStack): string {
    return textAt(only(stack, DISTRIBUTION).inputs, "origins", "0", "customHeaders", "0", "value");
  }

  function askedBy(stack: EngineStack): string {
    return textAt(only(stack, RULE).inputs, "conditions", "0", "httpHeader", "values", "0");
  }

  /** Gives the distribution other headers without Pulumi. */
  function changeSent(stack: EngineStack, customHeaders: readonly unknown[]): void {
    const old = only(stack, DISTRIBUTION);
    const { origins } = old.inputs;
    assert.ok(Array.isArray(origins) && isRecord(origins[0]));
    const inputs = { ...old.inputs, origins: [{ ...origins[0], customHeaders }] };
    lab().account.replace(old, { ...old, inputs });
  }

  function only(stack: EngineStack, type: string): Thing {
    const [thing, ...others] = thingsOf(stack, type);
    assert.ok(thing && others.length === 0, type);
    return thing;
  }

  function thingsOf(stack: EngineStack, wanted: string): Thing[] {
    return lab()
      .things(stack)
      .filter(({ type }) => type === wanted);
  }
});

function textAt(value: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>((parent, step) => {
    if (Array.isArray(parent)) return parent[Number(step)];
    return isRecord(parent) ? parent[step] : undefined;
  }, value);
  assert.ok(typeof found === "string" && found.length === 64, path.join("."));
  return found;
}
