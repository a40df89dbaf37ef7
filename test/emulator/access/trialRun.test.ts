import assert from "node:assert/strict";
import { isRecord } from "../../../offline/engine/wire";
import { startAwsProxy, type AwsProxy, type ProxyAnswer } from "../../support/emulator/awsProxy";
import {
  clientsOf,
  emulatorsOrSkip,
  makeSecret,
  registerTask,
  runOn,
  valueFroms,
} from "../../support/emulator/awsLab";
import { startMinistack, type Emulator } from "../../support/emulator/emulators";
import { makeRole, mayRead } from "../../support/emulator/iamLab";
import { SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../../support/scripts/script";
import { makeNetwork, makeService, openToNat } from "../../support/emulator/serviceLab";
import { newCredentials } from "../../support/twilio/twilioCredentials";

const own = newCredentials();
const SERVICE = "tried";

/** State that the started task reaches: fields of ECS's Task. */
type Fate = Readonly<Record<string, unknown>>;

// ministack's tasks reach RUNNING at once. So a proxy answers with other states of the task that --run starts, in the form of ECS's
// API. ministack itself confirms that the task is stopped.
describe("test-ecs-secret-access --run, with tasks that do not run", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let ministack: Emulator | undefined;
  let proxy: AwsProxy | undefined;
  let fate: Fate = {};
  let runTask: ProxyAnswer;

  before(async function () {
    ministack = await emulatorsOrSkip(this, startMinistack);
    const clients = clientsOf(ministack);
    const network = await makeNetwork(clients);
    await openToNat(clients, network);
    const secret = await makeSecret(clients, "pipecat/tried", own);
    const executionRoleArn = await makeRole(clients, "tried-exec", mayRead(secret.arn));
    const task = await registerTask(clients, SERVICE, valueFroms(secret), { executionRoleArn });
    await makeService(clients, SERVICE, task, network);
    proxy = await startAwsProxy(ministack, ({ operation, body }) => {
      if (operation === "RunTask") return runTask;
      const input: unknown = operation === "DescribeTasks" ? JSON.parse(body) : undefined;
      if (!isRecord(input)) return undefined;
      return { json: { tasks: [{ taskArn: "arn:aws:ecs:x", containers: [], ...fate }] } };
    });
  });
  beforeEach(() => {
    runTask = undefined;
    proxy?.calls.splice(0);
  });
  after(() => Promise.all([proxy?.stop(), ministack?.stop()]));

  const args = ["--cluster", SERVICE, "--service", SERVICE, "--run"];

  function stops(): number {
    return proxy?.calls.filter((call) => call === "ecs:StopTask").length ?? 0;
  }

  for (const [what, stopped, line] of [
    [
      "whose secret lacks a key",
      {
        stoppedReason:
          "ResourceInitializationError: unable to pull secrets: did not contain json key TWILIO_API_SID",
      },
      /STOPPED: the secret has no key TWILIO_API_SID\n {6}→ npm run setup-secrets -- --up\n/,
    ],
    [
      "whose endpoint's policy denies it",
      {
        stoppedReason:
          "ResourceInitializationError: User: arn:aws:sts::1:assumed-role/x/y is not authorized to perform: secretsmanager:GetSecretValue because no VPC endpoint policy allows the secretsmanager:GetSecretValue action",
      },
      /STOPPED: the policy of the VPC endpoint does not allow secretsmanager:GetSecretValue\n/,
    ],
    [
      "whose image is not there",
      {
        stoppedReason: "CannotPullContainerError: pull image manifest has been retried 1 time(s)",
      },
      /STOPPED: the container's image cannot be pulled\n/,
    ],
    [
      "that stops for a reason in no table",
      { stoppedReason: "Something new happened: with details" },
      /STOPPED: it did not start: Something new happened\n/,
    ],
  ] as const) {
    it(`says why a task stopped ${what}, and stops it`, async () => {
      fate = { lastStatus: "STOPPED", ...stopped };
      const { code, stdout, stderr } = await runOn(proxy, own, "test-ecs-secret-access", args);
      assert.equal(code, 1, stdout + stderr);
      assert.match(stdout, line);
      assert.equal(stops(), 1);
    });
  }

  it("says why ECS starts no task, and then stops none", async () => {
    runTask = { json: { tasks: [], failures: [{ reason: "RESOURCE:ENI" }] } };
    const { code, stdout } = await runOn(proxy, own, "test-ecs-secret-access", args);
    assert.equal(code, 1);
    assert.match(stdout, /FAIL {2}run +ECS starts no task: RESOURCE:ENI\n/);
    assert.equal(stops(), 0);
  });

  it("names the missing permission if the caller may not start a task", async () => {
    runTask = { status: 400, json: { __type: "AccessDeniedException", message: "no" } };
    const { code, stdout } = await runOn(proxy, own, "test-ecs-secret-access", args);
    assert.equal(code, 1);
    assert.match(stdout, /FAIL {2}run +access denied: \S+ may not ecs:RunTask on /);
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`stops the task at ${signal} while it waits for the task`, async () => {
      fate = { lastStatus: "PENDING" };
      const { code, stderr } = await interruptedBy(signal);
      assert.equal(code, 130, stderr);
      assert.equal(stops(), 1);
      assert.match(stderr, /\nerror: interrupted: the task \S+ is stopped\n/);
    });
  }

  function interruptedBy(signal: NodeJS.Signals): Promise<ScriptResult> {
    return runOn(proxy, own, "test-ecs-secret-access", args, {}, (child) => {
      child.stderr?.on("data", (text: Buffer) => {
        if (String(text).includes("Waiting for the task")) {
          process.kill(-(child.pid ?? assert.fail()), signal);
        }
      });
    });
  }
});
