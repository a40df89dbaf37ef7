import { DescribeTasksCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import assert from "node:assert/strict";
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
import { makeRole, mayRead } from "../../support/emulator/iamLab";
import { SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../../support/scripts/script";
import {
  makeNetwork,
  makeService,
  openToNat,
  stopForMissingKey,
  type Network,
} from "../../support/emulator/serviceLab";
import { newCredentials } from "../../support/twilio/twilioCredentials";

const own = newCredentials();
const SERVICE = "phone";

// Shows how the script judges the answers of ECS and EC2. Does not show that a container runs: ministack's tasks are only records.
describe("test-ecs-secret-access for a running service, on ministack", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let ministack: Emulator | undefined;
  let clients: Clients;
  let network: Network;
  let taskDefinition: string;

  before(async function () {
    ministack = await emulatorsOrSkip(this, startMinistack);
    clients = clientsOf(ministack);
    network = await makeNetwork(clients);
    const secret = await makeSecret(clients, "pipecat/service", own);
    const executionRoleArn = await makeRole(clients, "service-exec", mayRead(secret.arn));
    taskDefinition = await registerTask(clients, "service", valueFroms(secret), {
      executionRoleArn,
    });
    await makeService(clients, SERVICE, taskDefinition, network);
  });
  after(() => ministack?.stop());

  function check(service: string, cluster = SERVICE): Promise<ScriptResult> {
    const args = ["--cluster", cluster, "--service", service];
    return runOn(ministack, own, "test-ecs-secret-access", args);
  }

  it("fails while the subnet has no route to the internet, and passes with a NAT gateway", async () => {
    const shut = await check(SERVICE);
    assert.equal(shut.code, 1, shut.stderr);
    assert.match(
      shut.stdout,
      /FAIL {2}network +subnet-\w+ \(\S+\): no route out, and no endpoint for secretsmanager, ecr\.api, ecr\.dkr, logs, s3/,
    );
    await openToNat(clients, network);
    const open = await check(SERVICE);
    assert.equal(open.code, 0, open.stdout);
    assert.match(open.stdout, new RegExp(`task +${taskDefinition}\\n`));
    assert.match(open.stdout, /ok {4}network +subnet-\w+ \(\S+\): out through nat-\w+/);
    assert.match(open.stdout, /ok {4}network +the security groups let port 443 out/);
    assert.match(open.stdout, /ok {4}stopped tasks/);
  });

  it("starts one task in the service's network with --run, and stops it", async () => {
    const args = ["--cluster", SERVICE, "--service", SERVICE, "--run"];
    const { code, stdout, stderr } = await runOn(ministack, own, "test-ecs-secret-access", args);
    assert.equal(code, 0, stdout + stderr);
    const id = /ok {4}run +task (\w[\w-]*) is RUNNING; it is stopped now\n/.exec(stdout)?.[1] ?? "";
    const { tasks = [] } = await clients.ecs.send(
      new DescribeTasksCommand({ cluster: SERVICE, tasks: [id] }),
    );
    assert.deepEqual(
      tasks.map(({ startedBy, lastStatus, desiredStatus }) => [
        startedBy,
        lastStatus ?? desiredStatus,
      ]),
      [["test-ecs-secret-access", "STOPPED"]],
    );

    const definition = ["--task-definition", taskDefinition, "--run"];
    const both = await runOn(ministack, own, "test-ecs-secret-access", definition);
    assert.equal(both.code, 2);
    assert.match(both.stderr, /--run needs a service/);
  });

  it("fails a service on a platform version that does not support keys of secrets", async () => {
    const service = { cluster: SERVICE, service: SERVICE };
    await clients.ecs.send(new UpdateServiceCommand({ ...service, platformVersion: "1.3.0" }));
    const { code, stdout } = await check(SERVICE);
    await clients.ecs.send(new UpdateServiceCommand({ ...service, platformVersion: "1.4.0" }));
    assert.equal(code, 1, stdout);
    assert.match(stdout, /FAIL {2}platform +Fargate 1\.3\.0 cannot read a key of a secret/);
  });

  it("turns a stopped task's reason into the cause and the fix", async () => {
    await stopForMissingKey(clients, SERVICE, "TWILIO_API_SID");
    const { code, stdout } = await check(SERVICE);
    assert.equal(code, 1, stdout);
    assert.match(
      stdout,
      /FAIL {2}stopped tasks +service:1: the secret has no key TWILIO_API_SID\n {6}→ npm run setup-secrets -- --up/,
    );
  });

  it("names a service and a cluster that do not exist", async () => {
    const { code, stderr } = await check("other");
    assert.equal(code, 1);
    assert.match(
      stderr,
      /there is no active service other in the cluster phone \(eu-north-1, account 000000000000\)/,
    );
    const noCluster = await check(SERVICE, "elsewhere");
    assert.equal(noCluster.code, 1);
    assert.match(noCluster.stderr, /there is no active service phone in the cluster elsewhere/);
  });
});
