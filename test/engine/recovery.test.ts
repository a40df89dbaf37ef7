import assert from "node:assert/strict";
import type { EngineStack } from "./support/engineStack";
import { useLab } from "./support/lab";
import { editProject } from "./support/project";
import { assertOk } from "./support/run";

const SECRET = "aws:secretsmanager/secret:Secret";
const SERVICE = "aws:ecs/service:Service";

describe("An up that ends half-way on the real engine", function () {
  this.timeout(600_000);
  const lab = useLab();

  afterEach(() => {
    lab().control.faults = {};
  });

  it("is finished by the next one when AWS refused the service", async () => {
    const stack = await lab().stack("refused");
    lab().control.faults = { refuse: { [SERVICE]: "ServerException: Service Unavailable" } };
    const failed = await stack.up();
    assert.equal(failed.ok, false);
    assert.match(failed.output, /ServerException: Service Unavailable/);
    const made = lab().things(stack);
    assert.equal(ofType(stack, SERVICE), 0);
    lab().control.faults = {};
    await assertFinishes(stack, () => {
      assert.deepEqual(lab().things(stack).slice(0, made.length), made, "nothing made is remade");
    });
  });

  it("is finished by the next one when the process is killed before AWS got the request", async () => {
    const stack = await lab().stack("killed");
    lab().control.faults = { hang: { [SERVICE]: "before" } };
    await killWhile(stack, "asked", SERVICE);
    await assertFinishes(stack);
  });

  it("makes nothing twice where AWS carried on after a kill, and is finished once that is deleted", async () => {
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
    assert.equal(ofType(stack, SERVICE), 1, "nothing was made a second time");
    // Its owner finds it in AWS and deletes it; Pulumi's own --import-pending-creates takes nothing over (tried with 3.260).
    lab().account.remove(service);
    await stack.pulumi(["refresh", "--yes", "--skip-preview", "--clear-pending-creates"]);
    await assertFinishes(stack);
  });

  it("waits for a slow AWS when it is interrupted, and leaves no orphan", async () => {
    const stack = await lab().stack("interrupted");
    lab().control.faults = { slow: { [SECRET]: 5000 } };
    const up = stack.start(["up", "--yes", "--skip-preview"]);
    await lab().control.until({ operation: "create", step: "accepted", type: SECRET });
    process.kill(up.pid, "SIGINT");
    const { code } = await up.result;
    assert.notEqual(code, 0);
    lab().control.faults = {};
    await assertFinishes(stack);
  });

  it("is mended by a clean program when a policy stops it in the middle", async () => {
    const stack = await lab().stack("violation");
    // Shown to no policy before the task definition is registered with known values: a first preview cannot see it.
    const hidden = `[args.container, { ...args.container, name: "hidden", environment: [{ name: "UPSTREAM", value: new pulumi.Config().requireSecret("twilioAuthToken") }] }]`;
    const edit = { "pulumi.jsonStringify([args.container])": `pulumi.jsonStringify(${hidden})` };
    editProject(stack.folder, "infra/service/phoneTask.ts", edit);
    const stopped = await stack.up();
    assert.equal(stopped.ok, false);
    assert.ok(
      stopped.violations.some((violation) => violation.startsWith("[mandatory]")),
      stopped.output,
    );
    assert.match(stopped.output, /phone-task-definition/, "the engineer sees which resource it is");
    assert.equal(ofType(stack, "aws:ecs/taskDefinition:TaskDefinition"), 0);
    assert.equal(ofType(stack, SERVICE), 0);
    assert.equal(ofType(stack, SECRET), 1, "what came before is made, and stays");
    editProject(
      stack.folder,
      "infra/service/phoneTask.ts",
      Object.fromEntries(Object.entries(edit).map(([clean, leaky]) => [leaky, clean])),
    );
    await assertFinishes(stack);
  });

  /** Kills the CLI and all its children while AWS works on a creation, as a crash does. */
  async function killWhile(stack: EngineStack, step: "asked" | "accepted", type: string) {
    const up = stack.start(["up", "--yes", "--skip-preview"]);
    await lab().control.until({ operation: "create", step, type });
    // What is made beside it at the moment of a kill is in doubt, too; here all else is done.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    process.kill(-up.pid, "SIGKILL");
    await up.result;
    lab().control.faults = {};
    // A killed CLI leaves its lock.
    await stack.pulumi(["cancel", "--yes"]);
  }

  /** The next up makes all that is missing; the one after it has nothing to do, and destroying leaves nothing. */
  async function assertFinishes(stack: EngineStack, check?: () => void): Promise<void> {
    assertOk(await stack.up());
    check?.();
    assert.deepEqual(assertOk(await stack.up()).steps, []);
    const made = lab()
      .things(stack)
      .map(({ urn }) => urn);
    const twice = made.filter((urn, index) => made.indexOf(urn) !== index);
    assert.deepEqual(twice, [], "nothing exists twice");
    assertOk(await stack.destroy());
    assert.deepEqual(lab().things(stack), [], "no orphan");
  }

  function ofType(stack: EngineStack, wanted: string): number {
    return lab()
      .things(stack)
      .filter(({ type }) => type === wanted).length;
  }
});
