import assert from "node:assert/strict";
import { sampleCredentials } from "../../../offline/config/credentials";
import { notKeptOnPurpose } from "../support/changes";
import type { EngineStack } from "../support/engineStack";
import { useLab } from "../support/lab";
import { assertOk } from "../support/run";

const SECRET = "aws:secretsmanager/secret:Secret twilio-secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion twilio-version";
const DEFINITION = "aws:ecs/taskDefinition:TaskDefinition phone-task-definition";
const SERVICE = "aws:ecs/service:Service phone-service";

// Shows which calls Pulumi makes to AWS over a stack's life. AWS is simulated: no test shows that it answers in this way.
describe("A stack's life on the real engine", function () {
  this.timeout(600_000);
  const lab = useLab();

  it("changes nothing on a second up, and finds no drift", async () => {
    const stack = await lab().stack("idempotent");
    assertOk(await stack.up());
    const before = lab().things(stack);
    const second = assertOk(await stack.up());
    assert.deepEqual(second.steps, []);
    const refreshed = assertOk(await stack.refresh(true));
    assert.deepEqual(refreshed.steps, []);
    assertOk(await stack.preview(true));
    assert.deepEqual(lab().things(stack), before);
  });

  it("finds drift, and corrects it", async () => {
    const stack = await lab().stack("drift");
    assertOk(await stack.up());
    const [logs] = lab()
      .things(stack)
      .filter(({ type }) => type.endsWith(":LogGroup"));
    assert.ok(logs);
    const inputs = { ...logs.inputs, retentionInDays: 1 };
    lab().account.replace(logs, { ...logs, inputs });
    assert.equal((await stack.refresh(true)).ok, false, "refresh reports that the account differs");
    assertOk(await stack.refresh());
    const { steps } = assertOk(await stack.up());
    assert.deepEqual(steps, ["update aws:cloudwatch/logGroup:LogGroup phone-logs"]);
  });

  it("rolls the service, and nothing else, when a credential changes", async () => {
    const stack = await lab().stack("rotation");
    assertOk(await stack.up());
    const first = stack.credentials;
    await assertRolls({ TWILIO_AUTH_TOKEN: sampleCredentials().TWILIO_AUTH_TOKEN });
    await assertRolls({ TWILIO_AUTH_TOKEN: first.TWILIO_AUTH_TOKEN });

    async function assertRolls(change: Partial<typeof first>): Promise<void> {
      await stack.setCredentials(change);
      const callsBefore = lab().control.calls.length;
      const { steps } = assertOk(await stack.up());
      const expected = [VERSION, DEFINITION].flatMap((resource) => [
        `create-replacement ${resource}`,
        `replace ${resource}`,
        `delete-replaced ${resource}`,
      ]);
      // The component only shows the container's settings, and makes nothing in AWS.
      expected.push(`update ${SERVICE}`, "update pipecat:index:PhoneTask phone-task");
      assert.deepEqual(steps.toSorted(), expected.toSorted());
      const done = lab()
        .control.calls.slice(callsBefore)
        .filter(({ step, operation }) => step === "done" && operation !== "invoke")
        .map(({ operation, type, name }) => `${operation} ${type} ${name}`);
      assert.deepEqual(done, [
        `create ${VERSION}`,
        `create ${DEFINITION}`,
        // Nothing is deleted: the old version of the secret and the old revision stay for a rollback.
        `update ${SERVICE}`,
      ]);
      const version = lab()
        .things(stack)
        .filter(({ type }) => VERSION.startsWith(type))
        .at(-1);
      const stored: unknown = JSON.parse(String(version?.inputs["secretString"]));
      assert.deepEqual(stored, stack.credentials);
      assert.equal(
        steps.some((step) => step.endsWith(SECRET)),
        false,
      );
    }
  });

  it("leaves nothing behind when it is destroyed, and can be made again", async () => {
    const stack = await lab().stack("again");
    assertOk(await stack.up());
    const made = lab().things(stack).length;
    assertOk(await stack.destroy());
    assert.deepEqual(left(stack), ["aws:ecs/taskDefinition:TaskDefinition"]);
    assertOk(await stack.up());
    assert.equal(lab().things(stack).length, made + 1);
  });

  it("changes nothing in another stack of the same account", async () => {
    const [left, right] = [await lab().stack("left"), await lab().stack("right")];
    assertOk(await left.up());
    const leftThings = lab().things(left);
    assertOk(await right.up());
    const rightThings = lab().things(right);
    assert.deepEqual(lab().things(left), leftThings, "making one leaves the other");
    await right.setCredentials(sampleCredentials());
    assertOk(await right.up());
    assert.deepEqual(lab().things(left), leftThings, "changing one leaves the other");
    assert.notDeepEqual(lab().things(right), rightThings);
    assertOk(await left.destroy());
    assert.deepEqual(lab().things(left).filter(notKeptOnPurpose), []);
    assert.deepEqual(assertOk(await right.up()).steps, [], "destroying one leaves the other");
  });

  it("cannot be made twice with one secret name, and says so", async () => {
    const first = await lab().stack("owner");
    const second = await lab().stack("intruder", { secretName: "pipecat/owner" });
    assertOk(await first.up());
    const run = await second.up();
    assert.equal(run.ok, false);
    assert.match(run.output, /pipecat\/owner already exists/);
    assert.deepEqual(assertOk(await first.up()).steps, []);
  });

  /** The types of the stack's things that are still in the account. */
  function left(stack: EngineStack): string[] {
    return [
      ...new Set(
        lab()
          .things(stack)
          .map(({ type }) => type),
      ),
    ];
  }
});
