import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AwsSession } from "../../../scripts/aws/session";
import { clientConfig } from "../../../scripts/aws/clientConfig";
import { lastLines, logPlaceOf } from "../../../scripts/ecs/tasks/containerLogs";
import { emulatorsOrSkip, REGION } from "../../support/emulator/awsLab";
import { startMoto } from "../../support/emulator/emulators";
import { startPhoneLab, type PhoneLab } from "../../support/emulator/phoneLab";
import { stopForMissingKey } from "../../support/emulator/serviceLab";
import { SCRIPTS_TIMEOUT_MS } from "../../support/scripts/script";
import { envText } from "../../support/scripts/setupSecrets";
import { runOnLab } from "../../support/scripts/shownRuns";
import { assertNoCredential, newCredentials } from "../../support/twilio/twilioCredentials";
import { skipWithoutCli } from "../../support/skip";

const own = newCredentials();

// Shows the diagnosis after a failed update. The test writes the state that a first update leaves if its service does not become
// steady; test/engine shows that the engine writes such a state. The program fails at once, so only the diagnosis runs.
describe("After a first update that failed on the service", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let lab: PhoneLab | undefined;

  before(async function () {
    skipWithoutCli(this);
    lab = await emulatorsOrSkip(this, () => startPhoneLab(own));
    const { project } = lab;
    writeFileSync(join(project.folder, "index.js"), `throw new Error("stopped by the test");\n`);
    writeFileSync(join(project.folder, ".env"), envText(own), { mode: 0o600 });
    const { code, stderr } = await runOnLab(lab, own, "setup-secrets", ["--stack", "dev"]);
    assert.equal(code, 0, stderr);
    await importState(lab);
    await stopForMissingKey(lab.clients, lab.service, "TWILIO_API_SID");
  });
  after(() => lab?.stop());

  it("npm run up ends with the cause and the fix", async () => {
    assert.ok(lab !== undefined);
    const { code, stdout } = await runOnLab(lab, own, "with-policy-pack", [
      "up",
      "--yes",
      "--stack",
      "dev",
    ]);
    assert.notEqual(code, 0);
    assert.match(stdout, /\nThe service did not become steady\. What AWS says about it:\n/);
    assert.match(stdout, /region +eu-north-1\n/);
    assert.match(
      stdout,
      /FAIL {2}stopped tasks +pipecat-phone:1: the secret has no key TWILIO_API_SID\n {6}→ npm run setup-secrets -- --stack dev --up\n/,
    );
    assert.match(stdout, /Correct this, then: npm run up -- --stack dev\./);
  });

  it("the scripts find region, cluster, service and secret without outputs", async () => {
    assert.ok(lab !== undefined);
    const secret = await runOnLab(lab, own, "test-twilio-secret", ["--stack", "dev"]);
    assert.equal(secret.code, 0, secret.stdout + secret.stderr);
    assert.match(secret.stdout, /region +eu-north-1\n/);
    const access = await runOnLab(lab, own, "test-ecs-secret-access", ["--stack", "dev"]);
    assert.equal(access.code, 1, access.stderr);
    assert.match(access.stdout, /FAIL {2}stopped tasks +pipecat-phone:1: the secret has no key/);
  });
});

describe("A container's last log lines", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);

  it("are read from the task's own log stream, and are shown without credentials and phone numbers", async function () {
    const moto = await emulatorsOrSkip(this, startMoto);
    const keys = { accessKeyId: "test", secretAccessKey: "test" };
    const config = { ...clientConfig(), region: REGION, endpoint: moto.url, credentials: keys };
    const logs = new CloudWatchLogsClient(config);
    const options = {
      "awslogs-group": "/pipecat/phone",
      "awslogs-stream-prefix": "phone",
      "awslogs-region": REGION,
    };
    const definition = {
      containerDefinitions: [
        { name: "app", logConfiguration: { logDriver: "awslogs" as const, options } },
      ],
    };
    const place = logPlaceOf(definition, "app", "arn:aws:ecs:eu-north-1:1:task/phone/0a1b2c");
    assert.ok(place !== undefined);
    assert.equal(place.stream, "phone/app/0a1b2c");
    assert.equal(logPlaceOf({ containerDefinitions: [{ name: "app" }] }, "app", "x"), undefined);
    const session: AwsSession = {
      region: REGION,
      accountId: "123456789012",
      callerArn: "arn:aws:iam::123456789012:root",
      clientConfig: config,
      failed: () => new Error("AWS refused"),
    };
    assert.deepEqual(await lastLines(session, place), ["(no log: AWS refused)"]);

    const stream = { logGroupName: place.group, logStreamName: place.stream };
    await logs.send(new CreateLogGroupCommand({ logGroupName: place.group }));
    await logs.send(new CreateLogStreamCommand(stream));
    assert.deepEqual(await lastLines(session, place), ["(the log phone/app/0a1b2c is empty)"]);
    const values = Object.values(own);
    const messages = [
      "Traceback (most recent call last):",
      `  File "/app/server.py", line 12, in start_media_stream_handler`,
      ...values.map((value) => `KeyError: ${value}`),
      `Authorization: Basic ${Buffer.from(values.join(":")).toString("base64")}`,
      "call from +15005550006 and sip:%2B15005550007@x and 15005550008",
    ];
    const timestamp = Date.now();
    await logs.send(
      new PutLogEventsCommand({
        ...stream,
        logEvents: messages.map((message, index) => ({ message, timestamp: timestamp + index })),
      }),
    );
    const lines = await lastLines(session, place);
    assertNoCredential(lines.join("\n"), own);
    assert.ok(lines.includes(`  File "/app/server.py", line 12, in start_media_stream_handler`));
    assert.ok(lines.includes("call from [number] and sip:[number]@x and [number]"));
    await moto.stop();
  });
});

async function importState({ project, secret, service, task, keyArn }: PhoneLab): Promise<void> {
  const resources = [
    ["aws:secretsmanager/secret:Secret", "twilio-secret", secret.arn, { arn: secret.arn }],
    ["aws:kms/key:Key", "twilio-key", keyArn, { arn: keyArn }],
    ["aws:ecs/cluster:Cluster", "phone-cluster", service, { name: service }],
    ["aws:ecs/taskDefinition:TaskDefinition", "phone-task-definition", task, { arn: task }],
    ["aws:ecs/service:Service", "phone-service", service, { name: service }],
  ] as const;
  const deployment = {
    manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
    resources: resources.map(([type, name, id, outputs]) => ({
      urn: `urn:pulumi:dev::pipecat-phone-service::${type}::${name}`,
      type,
      custom: true,
      id,
      inputs: {},
      outputs,
      ...(name === "phone-service" ? { initErrors: ["timeout while waiting for state"] } : {}),
    })),
  };
  const file = join(project.folder, "state.json");
  writeFileSync(file, JSON.stringify({ version: 3, deployment }));
  await project.pulumi("stack", "import", "--file", file, "--stack", "dev");
}
