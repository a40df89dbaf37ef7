import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SERVICE_FOLDER, servicePythonOrSkip } from "../support/python/servicePython";
import { SimulatedTwilioAccount } from "../support/twilio/rotation/account";
import { pythonTools } from "../support/emulator/pythonTools";
import { startWarm } from "../support/processes/warmNode";
import { measures } from "./measures";
import { plannedTask } from "./plannedTask";
import { rehearse, type RehearsalResult } from "./rehearsal";

const ROOT = resolve(__dirname, "../..");

/** The rehearsal takes about 20 s; a busy machine needs longer. */
const TIMEOUT_MS = 240_000;

/** Milliseconds after which the test prints the rehearsal's current step. */
const HANGS_AFTER_MS = 200_000;

// The short form of `npm run rehearse`. It proves nothing about a real Twilio, load balancer, CloudFront or ECS:
// service/README.md lists what is assumed about them. The gap is measured, but not judged here, because the machine that
// runs the tests may be busy.
describe("The phone line", () => {
  let python = "";
  before(async function () {
    python = join(await servicePythonOrSkip(this), "python");
    const emulators = await pythonTools();
    if ("missing" in emulators) throw new Error(emulators.missing);
  });

  it("answers every call and cuts none, while its token and key are rotated and its tasks are replaced", async function () {
    this.timeout(TIMEOUT_MS);
    const account = new SimulatedTwilioAccount();
    account.createKey("rehearsal");
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    let step = "";
    const rehearsal = rehearse({
      planned: await plannedTask(ROOT, "dev", account.credentials(), signal, startWarm),
      account,
      calls: 3,
      seconds: 12,
      graceSeconds: 2,
      python,
      serviceFolder: SERVICE_FOLDER,
      tell: (text) => {
        step = text;
      },
    });
    const late = sleep(HANGS_AFTER_MS, undefined, { ref: false }).then(() => {
      throw new Error(`the rehearsal hangs in this step: ${step}`);
    });
    const result = await Promise.race([rehearsal, late]);
    const failed = measures(result).filter(
      ({ name, result: verdict }) => verdict === "fail" && name !== "longest gap",
    );
    assert.deepEqual(failed, []);
    const moves = result.calls.reduce((sum, { call }) => sum + call.moves, 0);
    assert.deepEqual(account.audit.slice(1), [
      "secondary created",
      "key created",
      "token promoted",
      "key deleted",
    ]);
    assert.ok(moves > 0, "no call was moved: the play was too short to show it");
  });
});

describe("The rehearsal's verdict", () => {
  const whole = ["begin", "deploy", "promote", "takeOver", "deploy", "deleteOldKey"] as const;
  const fine: RehearsalResult = { sandbox: "none", tasks: [], calls: [], steps: whole, leaked: [] };
  const failing = (result: RehearsalResult) =>
    measures(result)
      .filter(({ result: verdict }) => verdict === "fail")
      .map(({ name }) => name);
  const task = { name: "1", versionId: "", healthySeconds: 1, seconds: 1 };

  it("fails for a task that did not end cleanly", () => {
    assert.ok(failing({ ...fine, tasks: [{ ...task, code: 1 }] }).includes("task 1"));
    assert.ok(failing({ ...fine, tasks: [{ ...task, code: null }] }).includes("task 1"));
    assert.ok(!failing({ ...fine, tasks: [{ ...task, code: 0 }] }).includes("task 1"));
  });

  it("fails for a rotation that was not finished", () => {
    assert.ok(!failing(fine).includes("rotation"));
    assert.ok(failing({ ...fine, steps: whole.slice(0, 3) }).includes("rotation"));
  });

  it("fails if no call was played, and if a log contains a credential", () => {
    assert.deepEqual(failing(fine), ["calls", "frames lost"]);
    assert.ok(failing({ ...fine, leaked: ["TWILIO_AUTH_TOKEN"] }).includes("log"));
  });
});
