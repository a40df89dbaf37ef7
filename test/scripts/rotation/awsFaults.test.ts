import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RotationPorts } from "../../../scripts/rotation/ports";
import { rolloutOf } from "../../../scripts/rotation/stack/runningTasks";
import { ScriptError } from "../../../scripts/terminal/scriptError";
import { SECRET_ARN, SimulatedCloud } from "../../support/rotation/cloud";
import { sessionOn } from "../../support/scripts/awsSession";
import { temporaryFolder } from "../../support/temporaryFolder";
import { assertClear, assertWhole, attempt, credentialsOf, finish, portsOf } from "./attempts";
import { SimulatedStack } from "./simulatedStack";

// The steps and AWS's SDK are real, over HTTP. The Twilio account, the config and AWS's answers are simulated.
describe("A fault at any of AWS's answers during a rotation of token and key", function () {
  this.timeout(600_000);

  /** A stack whose secret and tasks are queried over HTTP, and the recorded requests. */
  class CloudWorld {
    readonly stack = new SimulatedStack();
    readonly asked: string[] = [];
    readonly #file = join(temporaryFolder("cloud"), "updates.jsonl");
    readonly #cloud = new SimulatedCloud(this.#file);

    async during(
      refuse: (operation: string, at: number) => string | undefined,
      work: (ports: () => RotationPorts) => Promise<void>,
    ): Promise<void> {
      // Runs do not wait for old tasks, so every run sends the same requests in the same order.
      this.#cloud.rolloutMs = 0;
      this.#cloud.faultAt = (operation) => {
        this.asked.push(operation);
        return refuse(operation, this.asked.length - 1);
      };
      const session = sessionOn(await this.#cloud.start());
      const deployment = { secretId: SECRET_ARN, cluster: "phone", service: "phone" };
      this.note();
      try {
        await work(() => {
          const ports = this.stack.revive().ports();
          const rollout = () => rolloutOf(session, deployment, credentialsOf(this.stack));
          const up = () =>
            ports.tasks.up().then(() => {
              this.note();
            });
          return portsOf(this.stack, { tasks: { ...ports.tasks, rollout, up } });
        });
      } finally {
        await this.#cloud.stop();
      }
    }

    /** Simulates an update that deploys the config's values. */
    private note(): void {
      writeFileSync(this.#file, `${JSON.stringify(credentialsOf(this.stack))}\n`, {
        flag: "a",
        mode: 0o600,
      });
    }
  }

  /** Disturbs one rotation, and asserts that a second run without a disturbance succeeds. Returns the first run's error. */
  async function disturbed(
    refuse: (operation: string, at: number) => string | undefined,
    what: string,
  ): Promise<unknown> {
    const cloud = new CloudWorld();
    let isOver = false;
    let error: unknown;
    await cloud.during(
      (operation, at) => (isOver ? undefined : refuse(operation, at)),
      async (ports) => {
        error = await attempt(ports());
        isOver = true;
        assertClear(error, cloud.stack, what);
        await finish(cloud.stack, ports);
        assertWhole(cloud.stack, what);
      },
    );
    return error;
  }

  async function callsOfOne(): Promise<readonly string[]> {
    const cloud = new CloudWorld();
    await cloud.during(
      () => undefined,
      async (ports) => {
        assert.equal(await attempt(ports()), undefined);
        assertWhole(cloud.stack, "undisturbed");
      },
    );
    return cloud.asked;
  }

  it("an expired login: reported by name, and a second run without a disturbance succeeds", async () => {
    const calls = await callsOfOne();
    assert.ok(calls.length > 50);
    for (const [at, call] of calls.entries()) {
      const what = `${call} (call ${at})`;
      const error = await disturbed(
        (_, now) => (now >= at ? "ExpiredTokenException" : undefined),
        what,
      );
      assert.ok(error instanceof ScriptError, what);
      assert.match(error.message, /expired/, what);
    }
  });

  for (const type of ["ThrottlingException", "AccessDeniedException"]) {
    it(`${type} of each service, again and again from the second deployment on: a second run without a disturbance succeeds`, async () => {
      const calls = await callsOfOne();
      const middle = calls.length / 2;
      // Side by side: the SDK waits longer and longer before it asks a throttled service again.
      const errors = await Promise.all(
        [...new Set(calls)].map(async (operation) => {
          const refuse = (asked: string, now: number) =>
            asked === operation && now >= middle ? type : undefined;
          return { operation, error: await disturbed(refuse, `${type} ${operation}`) };
        }),
      );
      for (const { operation, error } of errors) assert.ok(error instanceof ScriptError, operation);
    });
  }
});
