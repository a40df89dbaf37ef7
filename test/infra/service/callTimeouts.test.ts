import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type CallPolicy,
  callTimeouts,
  longestCallMinutes,
} from "../../../infra/service/callTimeouts";

// Shows that the timeouts keep AWS's documented limits. Does not show that a long call survives a deployment: nothing runs against AWS.

const POLICIES: readonly CallPolicy[] = [
  { deployment: "blue-green", callHandover: false },
  { deployment: "rolling", callHandover: false },
  { deployment: "blue-green", callHandover: true },
  { deployment: "rolling", callHandover: true },
];

describe("callTimeouts", () => {
  for (const policy of POLICIES) {
    const { deployment, callHandover } = policy;
    const title = `${deployment}${callHandover ? " with handover" : ""}`;
    const minutes = fc.integer({ min: 1, max: longestCallMinutes(policy) });

    it(`keeps every limit of AWS's, ${title}`, () => {
      fc.assert(
        fc.property(minutes, (longest) => {
          const timeouts = callTimeouts(longest, policy);
          within(timeouts.bakeMinutes, 0, 1440);
          within(timeouts.deregistrationDelaySeconds, 0, 3600);
          within(timeouts.idleTimeoutSeconds, 1, 4000);
          within(timeouts.clientKeepAliveSeconds, 60, 604800);
          within(timeouts.stopTimeoutSeconds, 2, 120);
          within(timeouts.gracefulShutdownSeconds, 1, timeouts.stopTimeoutSeconds - 1);
        }),
      );
    });

    it(`lets the longest call end, or hands it over, before its task stops, ${title}`, () => {
      fc.assert(
        fc.property(minutes, (longest) => {
          const { bakeMinutes, deregistrationDelaySeconds, ...timeouts } = callTimeouts(
            longest,
            policy,
          );
          if (!callHandover) {
            assert.ok(bakeMinutes * 60 + deregistrationDelaySeconds >= longest * 60);
          }
          assert.ok(timeouts.clientKeepAliveSeconds >= longest * 60);
          const stopped =
            bakeMinutes * 60 + deregistrationDelaySeconds + timeouts.stopTimeoutSeconds;
          assert.ok(timeouts.updateTimeoutMinutes * 60 > stopped, "Pulumi waits that long");
          assert.ok(timeouts.deleteTimeoutMinutes * 60 > stopped, "to the end of a deletion, too");
          assert.ok(timeouts.createTimeoutMinutes > bakeMinutes, "and of the first bake");
        }),
      );
    });

    it(`has no timeout that is shorter for a longer call, ${title}`, () => {
      fc.assert(
        fc.property(minutes, minutes, (one, other) => {
          const [shorter, longer] = [Math.min(one, other), Math.max(one, other)].map((length) =>
            Object.entries(callTimeouts(length, policy)),
          );
          assert.ok(shorter && longer);
          const least = new Map(shorter);
          assert.equal(longer.length, 9);
          for (const [part, value] of longer) assert.ok(value >= (least.get(part) ?? NaN), part);
        }),
      );
    });

    it(`leaves a silent WebSocket open for the whole call, within the load balancer's limit, ${title}`, () => {
      fc.assert(
        fc.property(minutes, (longest) => {
          const { idleTimeoutSeconds } = callTimeouts(longest, policy);
          assert.equal(idleTimeoutSeconds, Math.min(longest * 60, 4000));
        }),
      );
    });

    it(`refuses every other number, ${title}`, () => {
      const illegal = fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger()).filter((length) => {
        const whole = Number.isInteger(length);
        return !whole || length < 1 || length > longestCallMinutes(policy);
      });
      fc.assert(
        fc.property(illegal, (length) => {
          assert.throws(() => callTimeouts(length, policy), RangeError);
        }),
      );
    });

    it(`names the allowed lengths when it refuses one, ${title}`, () => {
      const most = longestCallMinutes(policy);
      for (const longest of [0, -1, most + 1, 1.5, NaN, Infinity]) {
        assert.throws(() => callTimeouts(longest, policy), {
          name: "RangeError",
          message: `With ${deployment} deployment ${callHandover ? "and" : "without"} handover the longest call is from 1 to ${most} minutes.`,
        });
      }
    });
  }

  it("drains for the whole call with a rolling deployment, and bakes for the whole call with blue/green", () => {
    assert.deepEqual(callTimeouts(60, { deployment: "rolling", callHandover: false }), {
      bakeMinutes: 0,
      deregistrationDelaySeconds: 3600,
      idleTimeoutSeconds: 3600,
      clientKeepAliveSeconds: 3600,
      stopTimeoutSeconds: 120,
      gracefulShutdownSeconds: 110,
      createTimeoutMinutes: 20,
      updateTimeoutMinutes: 82,
      deleteTimeoutMinutes: 82,
    });
    const baking = { deployment: "blue-green", callHandover: false } as const;
    assert.equal(callTimeouts(1440, baking).bakeMinutes, 1440);
  });

  it("makes a deployment with handover wait no longer for a call of two hours than for a call of five minutes", () => {
    for (const deployment of ["blue-green", "rolling"] as const) {
      const policy = { deployment, callHandover: true };
      const [short, long] = [callTimeouts(5, policy), callTimeouts(120, policy)];
      for (const part of ["bakeMinutes", "deregistrationDelaySeconds", "updateTimeoutMinutes"]) {
        assert.equal(Reflect.get(long, part), Reflect.get(short, part), part);
      }
      assert.deepEqual(
        [long.bakeMinutes, long.deregistrationDelaySeconds, long.updateTimeoutMinutes],
        deployment === "rolling" ? [0, 120, 24] : [5, 120, 29],
      );
      // The call's own connections still stay open as long as the call.
      assert.deepEqual([long.idleTimeoutSeconds, long.clientKeepAliveSeconds], [4000, 7200]);
    }
  });
});

function within(value: number, min: number, max: number): void {
  assert.ok(Number.isInteger(value) && value >= min && value <= max, String(value));
}
