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

/** Who reads the secret before the stack has it. */
const REPORTING = "arn:aws:iam::482910375516:role/reporting";

/** Not the simulation's own account, whose number is that of AWS's documentation: the config takes no such number. */
const ACCOUNT = { ...exampleAccount(REGION), accountId: "482910375516" };

// The engine, its import and its policies are real; what AWS's provider would read of a secret is simulated.
describe("Taking over a secret that exists, on the real engine", function () {
  this.timeout(600_000);
  const lab = useLab();

  /** A secret as somebody has made it by hand. */
  function makeByHand(name: string): string {
    const inputs = { name, description: "made by hand", tags: { Team: "voice" } };
    const made = { type: SECRET, name: "twilio-secret", inputs, salt: `by hand: ${name}` };
    const { id, outputs } = computedOutputs(made, ACCOUNT);
    const { type, salt } = made;
    lab().account.add({ type, id, urn: "by hand", salt, inputs, outputs });
    return id;
  }

  /** What must not change any more: which secret it is, and who may read it. */
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

  /** A preview and a whole update that find nothing to do. */
  async function changesNothing(stack: EngineStack): Promise<void> {
    assertOk(await stack.preview(true));
    assert.deepEqual(assertOk(await stack.up()).steps, []);
  }

  it("keeps its ARN and its readers, makes it the stack's in one update, and changes nothing the second time", async () => {
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

  it("fails where there is no such secret, and has made nothing", async () => {
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

describe("A sixth credential during a rotation, on the real engine", function () {
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

  it("comes and goes with secret and container in one update; nothing that callers notice is replaced", async () => {
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
