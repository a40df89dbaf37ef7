import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { keyName, keyPrefix } from "../../../scripts/rotation/keys/keyName";
import type { RotationConfig } from "../../../scripts/rotation/ports";
import { otherRotation } from "../../../scripts/rotation/stack/otherRotations";
import { rolloutOf } from "../../../scripts/rotation/stack/runningTasks";
import { twilioAccount } from "../../../scripts/rotation/stack/twilioAccount";
import { BASE_URL_VARIABLE } from "../../../scripts/twilio/client";
import { SECRET_ARN, SimulatedCloud } from "../../support/rotation/cloud";
import { sessionOn } from "../../support/scripts/awsSession";
import { temporaryFolder } from "../../support/temporaryFolder";
import { SimulatedTwilioAccount } from "../../support/twilio/rotation/account";
import { RotationServer } from "../../support/twilio/rotation/server";

const PREFIX = keyPrefix("phone", "dev", SECRET_ARN);
const DEPLOYMENT = { secretId: SECRET_ARN, cluster: "phone", service: "phone" };

describe("The name of a key that a rotation makes", () => {
  it("holds project, stack and time, and tells stacks of the same name apart", () => {
    assert.match(
      keyName(PREFIX, new Date("2026-11-26T22:05:00Z")),
      /^phone\/dev\/[0-9a-f]{6}\/20261126T220500$/,
    );
    assert.notEqual(
      keyPrefix("phone", "dev", SECRET_ARN.replace("123456789012", "482910375516")),
      PREFIX,
    );
  });

  it("is never longer than Twilio accepts, and is unique to the stack even if it is shortened", () => {
    const long = (arn: string) => keyPrefix("p".repeat(90), "dev", arn);
    assert.equal(keyName(long(SECRET_ARN), new Date()).length, 64);
    assert.notEqual(long(SECRET_ARN), long(`${SECRET_ARN}x`));
  });
});

// AWS's SDK and Twilio's client are real, over HTTP. Both accounts are simulated.
describe("The state of a stack at AWS and Twilio before a rotation", () => {
  const account = new SimulatedTwilioAccount();
  const server = new RotationServer(account);
  const file = join(temporaryFolder("cloud"), "updates.jsonl");
  const cloud = new SimulatedCloud(file);
  let session: ReturnType<typeof sessionOn>;
  let outer: string | undefined;

  before(async () => {
    outer = process.env[BASE_URL_VARIABLE];
    process.env[BASE_URL_VARIABLE] = await server.start();
    session = sessionOn(await cloud.start());
    cloud.rolloutMs = 0;
  });

  after(async () => {
    if (outer === undefined) Reflect.deleteProperty(process.env, BASE_URL_VARIABLE);
    else process.env[BASE_URL_VARIABLE] = outer;
    await Promise.all([server.stop(), cloud.stop()]);
  });

  /** The account's current key, with the given age in hours. */
  function makeKey(name: string, hours: number): { keySid: string; keySecret: string } {
    const key = account.createKey(name, "standard", null, new Date(Date.now() - hours * 3_600_000));
    assert.ok(key);
    return { keySid: key.sid, keySecret: key.secret };
  }

  function deployed(values: Partial<TwilioCredentials>): void {
    writeFileSync(file, `${JSON.stringify({ ...account.credentials(), ...values })}\n`, {
      mode: 0o600,
    });
  }

  function look(config: Partial<RotationConfig>): Promise<string | undefined> {
    const own: RotationConfig = {
      main: account.primary,
      next: undefined,
      keySid: account.credentials().TWILIO_API_SID,
      keySecret: account.credentials().TWILIO_API_SECRET,
      oldKeySid: undefined,
      ...config,
    };
    const twilio = twilioAccount(account.credentials());
    return otherRotation(
      { session, deployment: DEPLOYMENT, twilio, ports: { keyPrefix: PREFIX } },
      own,
    );
  }

  it("a newer key of this stack in the secret: another checkout is ahead", async () => {
    const old = makeKey("made by hand", 10);
    const made = makeKey(`${PREFIX}20261126T120000`, 2);
    deployed({ TWILIO_API_SID: made.keySid, TWILIO_API_SECRET: made.keySecret });
    assert.match((await look(old)) ?? "", /holds a newer API key than this config/);
    // This checkout has made a key that is not deployed yet, or setup-secrets has stored a key since.
    const newest = makeKey(`${PREFIX}20261126T130000`, 1);
    assert.equal(await look({ ...newest, oldKeySid: made.keySid }), undefined);
    assert.equal(await look(newest), undefined);
    const byHand = makeKey("made by hand", 0);
    deployed({ TWILIO_API_SID: byHand.keySid, TWILIO_API_SECRET: byHand.keySecret });
    assert.equal(
      await look(newest),
      undefined,
      "a key that setup-secrets brought is nobody's rotation",
    );
  });

  it("a token that works in the secret, and none in the config: another checkout has rotated", async () => {
    const old = account.primary;
    account.createSecondary();
    deployed({ TWILIO_AUTH_TOKEN: old, TWILIO_AUTH_TOKEN_NEXT: account.secondary ?? "" });
    assert.match((await look({})) ?? "", /a next auth token that this config does not/);
    assert.equal(await look({ next: account.secondary }), undefined, "it is this config's own");
    account.promote();
    deployed({});
    assert.match((await look({ main: old })) ?? "", /has rotated this stack from another checkout/);
    assert.equal(
      await look({ main: old, next: account.primary }),
      undefined,
      "it is this rotation's own S3",
    );
    assert.equal(await look({}), undefined);
  });

  it("a restricted key without the right to read numbers is accepted, and a deleted one is not", async () => {
    const key = account.createKey("restricted", "restricted", { allow: [] });
    assert.ok(key);
    const twilio = twilioAccount(account.credentials());
    assert.equal(await twilio.keyWorks(key.sid, key.secret), true);
    account.deleteKey(key.sid);
    assert.equal(await twilio.keyWorks(key.sid, key.secret), false);
  });

  it("a service with a desired count of 0 is not waited for", async () => {
    deployed({});
    const values = account.credentials();
    assert.deepEqual(await rolloutOf(session, DEPLOYMENT, values), { state: "deployed", tasks: 1 });
    cloud.isStopped = true;
    const stopped = await rolloutOf(session, DEPLOYMENT, values);
    cloud.isStopped = false;
    assert.deepEqual(stopped, {
      state: "not deployed",
      detail: "the service runs no task: its desired count is 0",
    });
  });
});
