import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { RotationLab } from "../../support/rotation/rotationLab";
import { skipWithoutCli } from "../../support/skip";

/** Gives each case its own deployed stack, Twilio account and phone line. Without Pulumi's CLI the suite is skipped. */
export function useRotationLab(): () => RotationLab {
  let lab: RotationLab | undefined;
  before(function () {
    skipWithoutCli(this);
  });
  beforeEach(async () => {
    lab = await RotationLab.open();
  });
  afterEach(() => lab?.close());
  return () => {
    if (lab === undefined) throw new Error("the lab is not open");
    return lab;
  };
}

/** Asserts that config, Twilio, secret and tasks agree: one token, one key, five credentials, nothing left over. */
export async function assertWhole(lab: RotationLab): Promise<void> {
  const { account, cloud } = lab;
  const config = await lab.config();
  assert.equal(account.secondary, undefined, "no secondary token is left");
  assert.equal(account.keys.length, 1, "one key");
  const own = lab.credentials();
  assert.equal(config["twilioAuthToken"], own.TWILIO_AUTH_TOKEN);
  assert.equal(config["twilioApiSid"], own.TWILIO_API_SID);
  assert.equal(config["twilioApiSecret"], own.TWILIO_API_SECRET);
  for (const key of ["twilioAuthTokenNext", "twilioApiSidOld"]) {
    assert.equal(lab.project.configFile().includes(key), false, `${key} is gone`);
  }
  assert.deepEqual(cloud.versions().at(-1), { ...own }, "the secret holds five keys");
  await sleep(cloud.rolloutMs);
  assert.equal(cloud.tasks().length, 1, "no old task runs");
}

/** Runs rotate-credentials again without special options and asserts the final state. If the message asks for a decision, follows it. */
export async function finish(lab: RotationLab, wishes = ["--token", "--api-key"]): Promise<void> {
  // A key that no stack has stored is deleted only after some minutes.
  for (const [index, key] of lab.account.keys.entries()) {
    lab.account.keys[index] = { ...key, createdAt: new Date(Date.now() - 3_600_000) };
  }
  let again = await lab.rotate(wishes);
  if (again.stderr.includes("--discard-secondary")) {
    again = await lab.rotate([...wishes, "--discard-secondary"]);
  }
  assert.equal(again.code, 0, again.stdout + again.stderr);
  await assertWhole(lab);
}
