import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { exampleAccount } from "../../offline/aws/account";
import { computedOutputs } from "../../offline/aws/model";
import { NEXT_AUTH_TOKEN } from "../../infra/credentials/twilioCredentials";
import type { EngineStack } from "./support/engineStack";
import { changesOf, kept } from "./support/changes";
import { useLab } from "./support/lab";
import { assertOk } from "./support/run";

const SECRET = "aws:secretsmanager/secret:Secret";
const POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const REGION = "eu-north-1";

/** A role that reads the secret before the stack adopts it. */
const REPORTING = "arn:aws:iam::482910375516:role/reporting";

/** An account with another number than the simulated account's. That one is from AWS's documentation, and the config refuses it. */
const ACCOUNT = { ...exampleAccount(REGION), accountId: "482910375516" };

// Shows how a stack adopts a secret, and how a sixth credential comes and goes. The engine, its import and the policies are real. What
// the AWS provider reads of a secret is simulated.
describe("The adoption of an existing secret on the real engine", function () {
  this.timeout(600_000);
  const lab = useLab();

  /** Adds a secret to the account as somebody would make it by hand. Returns its ARN. */
  function makeByHand(name: string): string {
    const inputs = { name, description: "made by hand", tags: { Team: "voice" } };
    const made = { type: SECRET, name: "twilio-secret", inputs, salt: `by hand: ${name}` };
    const { id, outputs } = computedOutputs(made, ACCOUNT);
    const { type, salt } = made;
    lab().account.add({ type, id, urn: "by hand", salt, inputs, outputs });
    return id;
  }

  /** The parts that must stay the same after the adoption: the secret's identity and its readers. */
  function identity(stack: EngineStack, arn: string) {
    const own = lab().things(stack);
    const secrets = lab().account.ofType(SECRET);
    const [secret, ...copies] = secrets.filter(({ id }) => id === arn);
    const [policy, ...others] = own.filter(({ type }) => type === POLICY);
    assert.deepEqual([copies, others], [[], []]);
    return {
      arn: secret?.outputs["arn"],
      salt: secret?.salt,
      protected: policy?.inputs["secretArn"],
      readers: policy === undefined ? undefined : String(policy.inputs["policy"]),
    };
  }

  /** Asserts that a preview and an update change nothing. */
  async function changesNothing(stack: EngineStack): Promise<void> {
    assertOk(await stack.preview(true));
    assert.deepEqual(assertOk(await stack.up()).steps, []);
  }

  it("keeps the secret's ARN and readers, adopts it in one update, and changes nothing in a second update", async () => {
    const arn = makeByHand("pipecat/adopt");
    const stack = await lab().stack("adopt", { adoptSecret: arn, secretRecoveryWindowDays: "7" });
    await stack.setPaths([`secretReaders[0]=${REPORTING}`]);
    const preview = assertOk(await stack.preview());
    assert.ok(preview.steps.some((step) => step === `import ${SECRET} twilio-secret`));
    const up = assertOk(await stack.up());
    assert.ok(up.steps.includes(`import ${SECRET} twilio-secret`), up.steps.join("\n"));
    const secrets = lab()
      .account.ofType(SECRET)
      .filter(({ id }) => id === arn);
    assert.equal(secrets.length, 1);
    const [secret] = secrets;
    assert.equal(secret?.outputs["arn"], arn);
    assert.equal(typeof secret.inputs["kmsKeyId"], "string", "it is under the stack's own key");
    const adopted = identity(stack, arn);
    assert.deepEqual([adopted.arn, adopted.protected], [arn, arn]);
    assert.ok(
      adopted.readers?.includes(REPORTING),
      "the stack's policy lets the present reader in",
    );
    await changesNothing(stack);
    assert.deepEqual(identity(stack, arn), adopted);
    await stack.pulumi(["config", "rm", "adoptSecret"]);
    await changesNothing(stack);
    assert.deepEqual(identity(stack, arn), adopted);
  });

  it("fails if there is no such secret, and makes nothing", async () => {
    const arn = makeByHand("pipecat/gone");
    const [thing] = lab()
      .account.ofType(SECRET)
      .filter(({ id }) => id === arn);
    assert.ok(thing !== undefined);
    lab().account.remove(thing);
    const stack = await lab().stack("gone", { adoptSecret: arn, secretRecoveryWindowDays: "7" });
    const run = await stack.preview();
    assert.equal(run.ok, false);
    assert.deepEqual(lab().things(stack), []);
    assert.match(run.output, /twilio-secret[^]*(does not exist|import)/);
  });
});

describe("A sixth credential during a rotation on the real engine", function () {
  this.timeout(600_000);
  const lab = useLab();

  function keysOf(stack: EngineStack): string[] {
    const version = lab()
      .things(stack)
      .filter(({ type }) => type === VERSION)
      .at(-1);
    const secret: unknown = JSON.parse(String(version?.inputs["secretString"]));
    return typeof secret === "object" && secret !== null ? Object.keys(secret) : [];
  }

  it("reaches and leaves the secret and the container in one update each, and nothing is replaced that callers would notice", async () => {
    const stack = await lab().stack("rotating");
    assertOk(await stack.up());
    const before = kept(lab().things(stack));
    const next = randomBytes(16).toString("hex");
    await stack.pulumi(["config", "set", "--secret", NEXT_AUTH_TOKEN.configKey], next);
    const up = assertOk(await stack.up());
    assert.deepEqual(changesOf(up).created, {});
    assert.equal(keysOf(stack).length, 6);
    assert.ok(!up.output.includes(next) && !JSON.stringify(up.events).includes(next));
    await stack.pulumi(["config", "rm", NEXT_AUTH_TOKEN.configKey]);
    assertOk(await stack.up());
    assert.equal(keysOf(stack).length, 5);
    assert.deepEqual(kept(lab().things(stack)), before);
    assertOk(await stack.preview(true));
  });
});
