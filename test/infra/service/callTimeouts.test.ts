import assert from "node:assert/strict";
import fc from "fast-check";
import {
  callTimeouts,
  type DeploymentStrategy,
  MAX_CALL_MINUTES,
} from "../../../infra/service/callTimeouts";

// Limits as AWS documents them. That a call of an hour really survives a deployment was not run against AWS.

const STRATEGIES: readonly DeploymentStrategy[] = ["blue-green", "rolling"];

describe("callTimeouts", () => {
  for (const deployment of STRATEGIES) {
    const minutes = fc.integer({ min: 1, max: MAX_CALL_MINUTES[deployment] });

    it(`keeps every limit of AWS's, ${deployment}`, () => {
      fc.assert(
        fc.property(minutes, (longest) => {
          const timeouts = callTimeouts(longest, deployment);
          within(timeouts.bakeMinutes, 0, 1440);
          within(timeouts.deregistrationDelaySeconds, 0, 3600);
          within(timeouts.idleTimeoutSeconds, 1, 4000);
          within(timeouts.clientKeepAliveSeconds, 60, 604800);
          within(timeouts.stopTimeoutSeconds, 2, 120);
          within(timeouts.gracefulShutdownSeconds, 1, timeouts.stopTimeoutSeconds - 1);
        }),
      );
    });

    it(`lets the longest call end before its task goes, ${deployment}`, () => {
      fc.assert(
        fc.property(minutes, (longest) => {
          const { bakeMinutes, deregistrationDelaySeconds, ...timeouts } = callTimeouts(
            longest,
            deployment,
          );
          assert.ok(bakeMinutes * 60 + deregistrationDelaySeconds >= longest * 60);
          assert.ok(timeouts.clientKeepAliveSeconds >= longest * 60);
          const stopped =
            bakeMinutes * 60 + deregistrationDelaySeconds + timeouts.stopTimeoutSeconds;
          assert.ok(timeouts.updateTimeoutMinutes * 60 > stopped, "Pulumi waits that long");
          assert.ok(timeouts.deleteTimeoutMinutes * 60 > stopped, "to the end of a deletion, too");
          assert.ok(timeouts.createTimeoutMinutes > bakeMinutes, "and of the first bake");
        }),
      );
    });

    it(`waits no shorter for a longer call, in no part of the way, ${deployment}`, () => {
      fc.assert(
        fc.property(minutes, minutes, (one, other) => {
          const [shorter, longer] = [Math.min(one, other), Math.max(one, other)].map((length) =>
            Object.entries(callTimeouts(length, deployment)),
          );
          assert.ok(shorter && longer);
          const least = new Map(shorter);
          assert.equal(longer.length, 9);
          for (const [part, value] of longer) assert.ok(value >= (least.get(part) ?? NaN), part);
        }),
      );
    });

    it(`leaves a silent socket open for the whole call, as far as the load balancer can, ${deployment}`, () => {
      fc.assert(
        fc.property(minutes, (longest) => {
          const { idleTimeoutSeconds } = callTimeouts(longest, deployment);
          assert.equal(idleTimeoutSeconds, Math.min(longest * 60, 4000));
        }),
      );
    });

    it(`refuses every other number, ${deployment}`, () => {
      const illegal = fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger()).filter((length) => {
        const whole = Number.isInteger(length);
        return !whole || length < 1 || length > MAX_CALL_MINUTES[deployment];
      });
      fc.assert(
        fc.property(illegal, (length) => {
          assert.throws(() => callTimeouts(length, deployment), RangeError);
        }),
      );
    });

    it(`refuses any other length, ${deployment}`, () => {
      const most = MAX_CALL_MINUTES[deployment];
      for (const longest of [0, -1, most + 1, 1.5, NaN, Infinity]) {
        assert.throws(() => callTimeouts(longest, deployment), {
          name: "RangeError",
          message: `With ${deployment} deployment the longest call is from 1 to ${most} minutes.`,
        });
      }
    });
  }

  it("drains while rolling, and bakes for the whole call with blue/green", () => {
    assert.deepEqual(callTimeouts(60, "rolling"), {
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
    assert.equal(callTimeouts(1440, "blue-green").bakeMinutes, 1440);
  });
});

function within(value: number, min: number, max: number): void {
  assert.ok(Number.isInteger(value) && value >= min && value <= max, String(value));
}
