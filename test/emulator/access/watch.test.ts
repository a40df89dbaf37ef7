import { ListTasksCommand, StopTaskCommand } from "@aws-sdk/client-ecs";
import assert from "node:assert/strict";
import { startAwsProxy, type AwsProxy } from "../../support/emulator/awsProxy";
import {
  clientsOf,
  emulatorsOrSkip,
  makeSecret,
  registerTask,
  runOn,
  valueFroms,
  type Clients,
} from "../../support/emulator/awsLab";
import { startMinistack, type Emulator } from "../../support/emulator/emulators";
import { SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../../support/scripts/script";
import { makeNetwork, makeService } from "../../support/emulator/serviceLab";
import { newCredentials } from "../../support/twilio/twilioCredentials";

const own = newCredentials();
const SERVICE = "watched";
const ARN = `arn:aws:ecs:eu-north-1:000000000000:service-deployment/${SERVICE}/${SERVICE}/ab12`;

/** A deployment as ECS describes it. */
type Deployment = Readonly<Record<string, unknown>>;

const target = (runningTaskCount: number, pendingTaskCount = 0) => ({
  targetServiceRevision: { requestedTaskCount: 2, runningTaskCount, pendingTaskCount },
});

// ministack does not support deployments, so a proxy answers with their states, in the form of ECS's API. The test does not show when
// ECS reports which state. Service, secret and stopped tasks are ministack's.
describe("--watch, on ministack and with simulated deployments", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let ministack: Emulator | undefined;
  let clients: Clients;
  let proxy: AwsProxy | undefined;
  /** One state for each request. The last state is repeated. */
  let states: Deployment[] = [];
  let listed: readonly unknown[] = [];
  let onLook: () => Promise<unknown> = () => Promise.resolve();

  before(async function () {
    ministack = await emulatorsOrSkip(this, startMinistack);
    clients = clientsOf(ministack);
    const secret = await makeSecret(clients, "pipecat/watched", own);
    const definition = await registerTask(clients, SERVICE, valueFroms(secret));
    await makeService(clients, SERVICE, definition, await makeNetwork(clients));
    proxy = await startAwsProxy(ministack, ({ operation }) => {
      if (operation === "ListServiceDeployments") return { json: { serviceDeployments: listed } };
      if (operation !== "DescribeServiceDeployments") return undefined;
      const [state] = states.length > 1 ? states.splice(0, 1) : states;
      void onLook();
      return { json: { serviceDeployments: [{ serviceDeploymentArn: ARN, ...state }] } };
    });
  });
  beforeEach(() => {
    listed = [{ serviceDeploymentArn: ARN, createdAt: 1_800_000_000, status: "IN_PROGRESS" }];
    onLook = () => Promise.resolve();
  });
  after(() => Promise.all([proxy?.stop(), ministack?.stop()]));

  const args = ["--secret-id", "pipecat/watched", "--cluster", SERVICE, "--service", SERVICE];

  function watch(...more: readonly string[]): Promise<ScriptResult> {
    return runOn(proxy, own, "test-twilio-secret", [...args, "--watch", ...more]);
  }

  function interruptedBy(signal: NodeJS.Signals): Promise<ScriptResult> {
    return runOn(proxy, own, "test-twilio-secret", [...args, "--watch"], {}, (child) => {
      child.stdout?.on("data", (text: string) => {
        if (text.includes("IN_PROGRESS")) process.kill(-(child.pid ?? assert.fail()), signal);
      });
    });
  }

  it("follows a deployment through its stages until it has succeeded, and then checks the secret", async () => {
    states = [
      { status: "PENDING", ...target(0) },
      { status: "IN_PROGRESS", lifecycleStage: "SCALE_UP", ...target(1, 1) },
      { status: "IN_PROGRESS", lifecycleStage: "SCALE_UP", ...target(1, 1) },
      {
        status: "IN_PROGRESS",
        lifecycleStage: "BAKE_TIME",
        deploymentConfiguration: { bakeTimeInMinutes: 60 },
        ...target(2),
      },
      { status: "SUCCESSFUL", createdAt: 1_800_000_000, finishedAt: 1_800_000_312, ...target(2) },
    ];
    const { code, stdout, stderr } = await watch();
    assert.equal(code, 0, stdout + stderr);
    const lines = stdout
      .split("\n")
      .flatMap((line) => /^\d\d:\d\d:\d\d {2}(.*)/.exec(line)?.[1] ?? []);
    assert.deepEqual(lines, [
      "PENDING: 0 of 2 new tasks run",
      "IN_PROGRESS, SCALE_UP: 1 of 2 new tasks run, 1 pending",
      "IN_PROGRESS, BAKE_TIME: 2 of 2 new tasks run, ECS keeps the old tasks for 60 minutes",
      "SUCCESSFUL: 2 of 2 new tasks run",
    ]);
    assert.match(stdout, /\nok {4}deployment +SUCCESSFUL after 5 min 12 s\n/);
    assert.match(stdout, /\nok {4}encryption|\nnote {2}encryption/);
    assert.match(stdout, /\nok {4}The secret is valid\.\n$/);
  });

  it("says at once why a task stopped, and fails if ECS rolls back", async () => {
    onLook = async () => {
      onLook = () => Promise.resolve();
      const input = { cluster: SERVICE, serviceName: SERVICE };
      const { taskArns = [] } = await clients.ecs.send(new ListTasksCommand(input));
      const reason =
        "ResourceInitializationError: unable to pull secrets: did not contain json key TWILIO_API_SID";
      const task = taskArns[0] ?? assert.fail("no task runs");
      await clients.ecs.send(new StopTaskCommand({ cluster: SERVICE, task, reason }));
    };
    const failing = { deploymentCircuitBreaker: { failureCount: 1 }, ...target(0) };
    states = [
      { status: "IN_PROGRESS", ...target(0) },
      { status: "IN_PROGRESS", ...failing },
      { status: "ROLLBACK_IN_PROGRESS", ...failing },
      {
        status: "ROLLBACK_SUCCESSFUL",
        rollback: {
          reason:
            "Service deployment rolled back because the circuit breaker threshold was exceeded.",
        },
        ...failing,
      },
    ];
    const { code, stdout, stderr } = await watch();
    assert.equal(code, 1, stdout + stderr);
    assert.match(
      stdout,
      /\n\S+ {2}stopped tasks: watched:1: the secret has no key TWILIO_API_SID\n/,
    );
    assert.match(stdout, /\n\S+ {2}IN_PROGRESS: 0 of 2 new tasks run, 1 failed to start\n/);
    assert.match(
      stdout,
      /\nFAIL {2}deployment +ROLLBACK_SUCCESSFUL: ECS rolled back to the version before\n {6}\| Service deployment rolled back because .*\n {6}→ correct what/,
    );
    assert.match(stdout, /\nFAIL {2}stopped tasks +watched:1: the secret has no key/);
  });

  it("says how the last deployment ended if none is in progress, or that there was none", async () => {
    states = [{ status: "STOPPED", ...target(1) }];
    const ended = await watch("--json");
    assert.equal(ended.code, 1);
    assert.match(
      ended.stdout,
      /"name":"deployment","result":"fail","detail":"STOPPED: it was stopped/,
    );
    assert.match(ended.stdout, new RegExp(`"deployment":"${ARN}"`));

    listed = [];
    const none = await watch();
    assert.match(none.stdout, /\nnote {2}deployment +ECS knows of none in the last 90 days\n/);
  });

  it("ends at Ctrl-C and at a closed terminal, and says what ECS continues to do", async () => {
    states = [{ status: "IN_PROGRESS", ...target(0) }];
    for (const signal of ["SIGINT", "SIGHUP"] as const) {
      const { code, stderr } = await interruptedBy(signal);
      assert.equal(code, 130, stderr);
      assert.match(
        stderr,
        /\nerror: interrupted: ECS goes on with the deployment\n {2}→ run it again to see how it ends\n$/,
      );
    }
  });
});
