import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { clientsOf, makeSecret, runOn } from "../support/emulator/awsLab";
import { type Emulator, startMoto } from "../support/emulator/emulators";
import { startWarm } from "../support/processes/warmNode";
import { SERVICE_FOLDER, servicePythonOrSkip } from "../support/python/servicePython";
import { type ConnectProxy, startConnectProxy } from "../support/twilio/connectProxy";
import { assertNoCredential, newCredentials } from "../support/twilio/twilioCredentials";
import { Endpoint } from "./endpoint";
import { plannedTask } from "./plannedTask";
import { findSandbox } from "./sandbox";
import { Task } from "./task";

const ROOT = resolve(__dirname, "../..");
const TIMEOUT_MS = 180_000;
const HOST = "127.0.0.9";
const SECRET = "pipecat/sample-service";

// Runs the real script against the real sample service. A TLS proxy replaces the endpoint, so nothing is shown about CloudFront
// or a load balancer.
describe("test-webhook, against the sample service", function () {
  this.timeout(TIMEOUT_MS);
  const own = newCredentials();
  const folder = mkdtempSync(join(tmpdir(), "pipecat-calls-"));
  let moto: Emulator | undefined;
  let endpoint: Endpoint | undefined;
  let proxy: ConnectProxy | undefined;
  let task: Task | undefined;
  let domain = "";

  before(async function () {
    const python = join(await servicePythonOrSkip(this), "python");
    moto = await startMoto();
    await makeSecret(clientsOf(moto), SECRET, own);
    const planned = await plannedTask(ROOT, "dev", own, AbortSignal.timeout(TIMEOUT_MS), startWarm);
    domain = planned.environment["EXTERNAL_DOMAIN"] ?? "";
    task = Task.start({
      name: "1",
      host: HOST,
      environment: { ...planned.environment, ...own, HOST },
      sandbox: findSandbox(),
      python,
      serviceFolder: SERVICE_FOLDER,
    });
    await task.healthy();
    endpoint = await Endpoint.start(domain);
    endpoint.target = task.address;
    proxy = await startConnectProxy({ [`${domain}:443`]: endpoint.port });
    writeFileSync(join(folder, "ca.pem"), endpoint.certificate);
  });
  after(async () => {
    await Promise.all([task?.kill(), proxy?.stop(), endpoint?.stop(), moto?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it("receives the line's audio, and finds that the service accepts Twilio's requests only", async () => {
    const urls = ["--webhook-url", `https://${domain}/incoming-call`];
    const stream = ["--media-stream-url", `wss://${domain}/media-stream`];
    const env = {
      NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
      HTTPS_PROXY: proxy?.url ?? "",
    };
    const args = ["--secret-id", SECRET, ...urls, ...stream];
    const { code, stdout, stderr } = await runOn(moto, own, "test-webhook", args, env);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /ok {4}signed call +HTTP 200/);
    assert.match(stdout, /ok {4}stream: audio +\d\.\d s came back/);
    for (const refused of ["wrong signature", "no signature"]) {
      assert.match(stdout, new RegExp(`ok {4}${refused} +refused: HTTP 403`));
      assert.match(stdout, new RegExp(`ok {4}stream: ${refused} +refused: HTTP 403`));
    }
    assertNoCredential(task?.log.join("\n") ?? "", own);
  });

  it("leaves no process of the service running after its task is killed", async () => {
    await task?.kill();
    await assert.rejects(fetch(`http://${HOST}:${task?.address.port ?? 0}/health`));
  });
});
