import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { PutResourcePolicyCommand } from "@aws-sdk/client-secrets-manager";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  clientsOf,
  emulatorsOrSkip,
  makeSecret,
  REGION,
  registerTask,
  runOn,
  valueFroms,
} from "../support/emulator/awsLab";
import { startAwsProxy, type AwsProxy, type SeenCall } from "../support/emulator/awsProxy";
import { startMinistack, type Emulator } from "../support/emulator/emulators";
import { makeRole, mayRead, policy } from "../support/emulator/iamLab";
import { makeNetwork, makeService, openToNat } from "../support/emulator/serviceLab";
import { ROOT } from "../support/program/devStack";
import { SCRIPTS_TIMEOUT_MS } from "../support/scripts/script";
import { newCredentials } from "../support/twilio/twilioCredentials";
import { TwilioServer } from "../support/twilio/twilioServer";
import { startWebhook, STREAM_URL, streamTwiml } from "../support/twilio/webhookServer";

const own = newCredentials();
const SERVICE = "rights";
const FAMILY = "rights-task";
const PLACE = `${REGION}:000000000000`;
const DEPLOYMENT = `arn:aws:ecs:${PLACE}:service-deployment/${SERVICE}/${SERVICE}/ab12`;
const STOPPED = `arn:aws:ecs:${PLACE}:task/${SERVICE}/stopped`;
const TARGETS = `arn:aws:elasticloadbalancing:${PLACE}:targetgroup/phone/0a1b2c3d4e5f6071`;

/** Calls that need no permission, or only the permission in the role's trust policy. */
const WITHOUT_RIGHT = ["sts:GetCallerIdentity", "sts:AssumeRole"];

/** Permissions that AWS checks within another call: decrypting with the key, and passing the roles to a task. */
const BEHIND = ["kms:Decrypt", "iam:PassRole"];

/** The permissions in a script's section of docs/scripts.md. */
function documented(script: string): string[] {
  const text = readFileSync(join(ROOT, "docs/scripts.md"), "utf8");
  const [section = ""] = (text.split(`\n## ${script}\n`)[1] ?? "").split("\n## ");
  const [rights = ""] = (section.split("Rights: ")[1] ?? "").split("\n\n");
  const found = [...rights.matchAll(/`([a-z0-9]+:[A-Z]\w+)`/g)].map(([, right = ""]) => right);
  return [...new Set(found)].sort();
}

// A proxy between script and ministack records the script's calls. Does not show that these permissions are enough at AWS. The
// permissions of rotate-credentials, adopt-secret and the steps around an update are checked in test/scripts/docs/rights.test.ts.
describe("The rights that docs/scripts.md lists for a script", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let ministack: Emulator | undefined;
  let proxy: AwsProxy | undefined;
  let ids: Readonly<Record<"secret" | "key" | "task", string>>;

  before(async function () {
    ministack = await emulatorsOrSkip(this, startMinistack);
    const clients = clientsOf(ministack);
    const network = await makeNetwork(clients);
    await openToNat(clients, network);
    const { KeyMetadata } = await clients.kms.send(new CreateKeyCommand({}));
    const secret = await makeSecret(clients, "pipecat/rights", own, KeyMetadata?.Arn ?? "");
    const executionRoleArn = await makeRole(clients, "rights-exec", mayRead(secret.arn));
    const letIn = { ...mayRead("*"), Principal: { AWS: executionRoleArn } };
    await clients.secrets.send(
      new PutResourcePolicyCommand({ SecretId: secret.arn, ResourcePolicy: policy(letIn) }),
    );
    const options = {
      "awslogs-group": "/pipecat/phone",
      "awslogs-stream-prefix": "phone",
      "awslogs-region": REGION,
    };
    const task = await registerTask(
      clients,
      FAMILY,
      valueFroms(secret),
      { executionRoleArn },
      { logConfiguration: { logDriver: "awslogs", options } },
    );
    const balancer = { targetGroupArn: TARGETS, containerName: "phone", containerPort: 7860 };
    await makeService(clients, SERVICE, task, network, [balancer]);
    ids = { secret: secret.arn, key: KeyMetadata?.KeyId ?? "", task };
    proxy = await startAwsProxy(ministack, (call) => answer(call, task));
  });
  after(() => Promise.all([proxy?.stop(), ministack?.stop()]));

  /** Runs a script with each set of arguments. Asserts that the script's calls need exactly the listed permissions. */
  async function assertRights(
    script: string,
    ways: readonly (readonly string[])[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    assert.ok(proxy !== undefined);
    proxy.calls.splice(0);
    for (const args of ways) await runOn(proxy, own, script, args, env);
    const asked = new Set(proxy.calls);
    const needed = [...asked].filter((call) => !WITHOUT_RIGHT.includes(call));
    const listed = documented(script);
    assert.deepEqual(
      needed.filter((right) => !listed.includes(right)),
      [],
      "asked for, and not listed",
    );
    assert.deepEqual(
      listed.filter((right) => !needed.includes(right) && !BEHIND.includes(right)),
      [],
      "listed, and not asked for",
    );
  }

  const service = ["--cluster", SERVICE, "--service", SERVICE];
  const missing = ["--secret-id", "pipecat/nothing"];

  it("test-twilio-secret are those that it asks for", () =>
    assertRights("test-twilio-secret", [
      ["--secret-id", ids.secret, "--key-id", ids.key, ...service, "--watch"],
      missing,
    ]));

  it("test-ecs-secret-access are those that it asks for", () =>
    assertRights("test-ecs-secret-access", [[...service, "--run"]]));

  it("who-read are those that it asks for", () =>
    assertRights("who-read", [
      ["--secret-id", ids.secret, "--task-definition", ids.task],
      missing,
    ]));

  it("configure-webhook are those that it asks for", async () => {
    const twilio = new TwilioServer(own);
    const env = { TWILIO_BASE_URL: await twilio.start() };
    const url = ["--webhook-url", "https://phone.example.com/incoming-call", "--dry-run"];
    const ways = [
      [...url, "--secret-id", ids.secret],
      [...url, ...missing],
    ];
    await assertRights("configure-webhook", ways, env);
    await twilio.stop();
  });

  it("test-webhook are those that it asks for", async () => {
    const body = streamTwiml(STREAM_URL);
    const webhook = await startWebhook({ authToken: own.TWILIO_AUTH_TOKEN, body });
    const url = ["--webhook-url", webhook.url];
    const ways = [
      [...url, "--secret-id", ids.secret, ...service, "--watch"],
      [...url, ...missing],
    ];
    await assertRights("test-webhook", ways, webhook.env);
    await webhook.stop();
  });
});

/** Answers that no emulator supports: a deployment, and a task whose container has ended by itself. */
function answer({ body, operation }: SeenCall, taskDefinitionArn: string) {
  const deployment = { serviceDeploymentArn: DEPLOYMENT, status: "SUCCESSFUL" };
  if (/^(List|Describe)ServiceDeployments$/.test(operation)) {
    return { json: { serviceDeployments: [deployment] } };
  }
  if (operation === "ListTasks") return { json: { taskArns: [STOPPED] } };
  if (operation !== "DescribeTasks" || !body.includes(STOPPED)) return undefined;
  const containers = [{ name: "phone", exitCode: 1 }];
  const stopped = { taskArn: STOPPED, taskDefinitionArn, containers };
  return { json: { tasks: [{ ...stopped, stopCode: "EssentialContainerExited" }] } };
}
