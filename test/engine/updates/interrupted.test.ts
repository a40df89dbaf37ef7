import assert from "node:assert/strict";
import type { EngineStack } from "../support/engineStack";
import { assertFinishes, countOfType } from "../support/finishes";
import { useLab } from "../support/lab";

const SECRET = "aws:secretsmanager/secret:Secret";
const SERVICE = "aws:ecs/service:Service";

// Shows what the next up finds and does after a kill or Ctrl-C. AWS is simulated.
describe("An up that is killed or interrupted on the real engine", function () {
  this.timeout(600_000);
  const lab = useLab();

  afterEach(() => {
    lab().control.faults = {};
  });

  it("is finished by the next up if the process was killed before AWS got the request", async () => {
    const stack = await lab().stack("killed");
    lab().control.faults = { hang: { [SERVICE]: "before" } };
    await killWhile(stack, "asked", SERVICE);
    await assertFinishes(lab(), stack);
  });

  it("makes nothing twice if AWS finished a creation after a kill, and can be finished after that resource is deleted", async () => {
    const stack = await lab().stack("orphan");
    lab().control.faults = { hang: { [SERVICE]: "after" } };
    await killWhile(stack, "accepted", SERVICE);
    const [service] = lab()
      .things(stack)
      .filter(({ type }) => type === SERVICE);
    assert.ok(service, "AWS has made what the state does not know");
    const pending = (await stack.exported())["pending_operations"];
    assert.match(JSON.stringify(pending), /"type":"creating"/);
    assert.ok(JSON.stringify(pending).includes(JSON.stringify(service.urn)), "the state names it");
    const { code, output } = await stack.npm(["up", "--yes"]);
    assert.equal(code, 1, output);
    assert.match(output, /phone-service \(aws:ecs\/service:Service\)[^]*--clear-pending-creates/);
    assert.equal(countOfType(lab(), stack, SERVICE), 1, "nothing was made a second time");
    // Its owner finds it in AWS and deletes it. Pulumi's own --import-pending-creates imports nothing (tried with 3.260).
    lab().account.remove(service);
    await stack.pulumi(["refresh", "--yes", "--skip-preview", "--clear-pending-creates"]);
    await assertFinishes(lab(), stack);
  });

  it("waits for a slow AWS when it is interrupted, and leaves no resource that the state does not know", async () => {
    const stack = await lab().stack("interrupted");
    lab().control.faults = { slow: { [SECRET]: 5000 } };
    const up = stack.start(["up", "--yes", "--skip-preview"]);
    await lab().control.until({ operation: "create", step: "accepted", type: SECRET });
    process.kill(up.pid, "SIGINT");
    const { code } = await up.result;
    assert.notEqual(code, 0);
    lab().control.faults = {};
    await assertFinishes(lab(), stack);
  });

  /** Kills the CLI and all its children while AWS works on a creation, as a crash does. */
  async function killWhile(stack: EngineStack, step: "asked" | "accepted", type: string) {
    const up = stack.start(["up", "--yes", "--skip-preview"]);
    await lab().control.until({ operation: "create", step, type });
    // Another resource that is being made at this moment would also be unfinished. Wait until all others are done.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    process.kill(-up.pid, "SIGKILL");
    await up.result;
    lab().control.faults = {};
    // A killed CLI leaves its lock.
    await stack.pulumi(["cancel", "--yes"]);
  }
});
