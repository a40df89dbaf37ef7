import assert from "node:assert/strict";
import type { RotationPorts } from "../../../scripts/rotation/ports";
import { twilioAccount } from "../../../scripts/rotation/stack/twilioAccount";
import { BASE_URL_VARIABLE } from "../../../scripts/twilio/client";
import type { SimulatedTwilioAccount } from "../../support/twilio/rotation/account";
import { RotationServer, type FaultKind, type Moment } from "../../support/twilio/rotation/server";
import { assertClear, assertWhole, attempt, finish, portsOf } from "./attempts";
import { SimulatedStack } from "./simulatedStack";

/** Twilio's client sends a throttled request three times. */
const ASKS_IF_THROTTLED = 3;

/** One fault at one call of a rotation. */
interface Fault {
  /** Number of the call, from 0 on. */
  readonly at: number;
  readonly call: string;
  readonly moment: Moment;
  readonly kind: FaultKind;
}

// The steps and Twilio's official client are real, over HTTP. The account, the config and the tasks are simulated.
describe("A fault at any of Twilio's answers during a rotation of token and key", function () {
  this.timeout(600_000);
  const server = new RotationServer();
  let outer: string | undefined;

  before(async () => {
    outer = process.env[BASE_URL_VARIABLE];
    process.env[BASE_URL_VARIABLE] = await server.start();
  });

  after(async () => {
    if (outer === undefined) Reflect.deleteProperty(process.env, BASE_URL_VARIABLE);
    else process.env[BASE_URL_VARIABLE] = outer;
    await server.stop();
  });

  /** The faults of an account that have not occurred yet, and the calls that it has received. */
  const faults = new Map<SimulatedTwilioAccount, { calls: string[]; fault: Fault | undefined }>();

  server.faultAt = (call, moment, account) => {
    const entry = account === undefined ? undefined : faults.get(account);
    if (entry === undefined) return undefined;
    if (moment === "before") entry.calls.push(call);
    const at = entry.calls.length - 1;
    const { fault } = entry;
    if (fault?.moment !== moment) return undefined;
    const times = fault.kind === "429" ? ASKS_IF_THROTTLED : 1;
    return at >= fault.at && at < fault.at + times ? fault.kind : undefined;
  };

  /** A stack with an account on the server, and with one fault. */
  function worldWith(fault?: Fault): SimulatedStack {
    const stack = new SimulatedStack();
    server.accounts.push(stack.account);
    faults.set(stack.account, { calls: [], fault });
    return stack;
  }

  const portsOn = (stack: SimulatedStack): RotationPorts =>
    portsOf(stack, { twilio: twilioAccount(stack.account.credentials()) });

  /** Every call of an undisturbed rotation, with each fault that may replace its answer. */
  async function faultsOf(kinds: readonly FaultKind[]): Promise<Fault[]> {
    const stack = worldWith();
    assert.equal(await attempt(portsOn(stack)), undefined);
    assertWhole(stack, "undisturbed");
    const calls = faults.get(stack.account)?.calls ?? [];
    for (const changes of [
      "POST /v1/AuthTokens/Secondary",
      "POST /v1/Keys",
      "POST /v1/AuthTokens/Promote",
    ]) {
      assert.ok(calls.includes(changes), changes);
    }
    return calls.flatMap((call, at) => {
      // A read has no effect, so a fault after the effect would be the same as one before it.
      const moments: Moment[] = call.startsWith("GET ") ? ["before"] : ["before", "after"];
      return moments.flatMap((moment) => kinds.map((kind) => ({ at, call, moment, kind })));
    });
  }

  /** Runs a rotation for each fault of these kinds, and then a second run without a disturbance. */
  async function disturbed(kinds: readonly FaultKind[]): Promise<void> {
    const all = await faultsOf(kinds);
    assert.ok(all.length > 20);
    const errors = await Promise.all(
      all.map(async (fault) => {
        const stack = worldWith(fault);
        const what = `${fault.kind} ${fault.moment} ${fault.call} (call ${fault.at})`;
        const error = await attempt(portsOn(stack));
        assertClear(error, stack, what);
        await finish(stack, () => portsOn(stack.revive()));
        assertWhole(stack, what);
        const promotions = stack.account.audit.filter((event) => event === "token promoted");
        assert.ok(promotions.length <= 2, what);
        return error;
      }),
    );
    // Every fault has really occurred in a run.
    assert.ok(errors.filter((error) => error !== undefined).length > all.length / 2);
  }

  // The case that waits starts first, and the others run meanwhile.
  let hanging: Promise<unknown> | undefined;
  before(() => {
    hanging = disturbed(["hang"]).catch((error: unknown) => error);
  });

  for (const [name, kinds] of [
    ["a throttled call (429)", ["429"]],
    ["a failure of Twilio's (500)", ["500"]],
    ["a connection that is cut, and a page of something that stands between", ["cut", "page"]],
  ] as const) {
    it(`${name}: a second run without a disturbance succeeds`, () => disturbed(kinds));
  }

  it("an answer that never comes: Twilio's client waits 30 s: a second run without a disturbance succeeds", async () => {
    assert.ifError(await (hanging ?? assert.fail("not started")));
  });

  it("a call that is throttled once is repeated automatically, and the run succeeds", async () => {
    const stack = worldWith();
    server.faults.push({ call: "POST /v1/AuthTokens/Promote", moment: "before", kind: "429" });
    assert.equal(await attempt(portsOn(stack)), undefined);
    assertWhole(stack, "throttled once");
  });
});
