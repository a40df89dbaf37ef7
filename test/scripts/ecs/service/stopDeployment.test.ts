import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { ECSClient } from "@aws-sdk/client-ecs";
import {
  deploymentInProgress,
  rollBack,
  rollBackCommands,
} from "../../../../scripts/ecs/service/stopDeployment";
import { isRecord } from "../../../../offline/engine/wire";

const SERVICE = { cluster: "phone-cluster-0123456", service: "phone-service-0123456" };
const DEPLOYMENT = `arn:aws:ecs:eu-north-1:123456789012:service-deployment/${SERVICE.cluster}/${SERVICE.service}/ab12`;

// Shows the SDK's requests to ECS, over HTTP. No emulator supports these calls. Not run against AWS, so ECS's reaction is not shown.
describe("Stopping a deployment", () => {
  const asked: [operation: string, params: unknown][] = [];
  let deployments: readonly unknown[] = [];
  let server: Server;
  let client: ECSClient;

  before(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const operation = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
        asked.push([operation, JSON.parse(Buffer.concat(chunks).toString("utf8"))]);
        response.setHeader("content-type", "application/x-amz-json-1.1");
        response.end(JSON.stringify({ serviceDeployments: deployments }));
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert.ok(isRecord(address));
    client = new ECSClient({
      endpoint: `http://127.0.0.1:${String(address.port)}`,
      region: "eu-north-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
  });
  beforeEach(() => {
    asked.length = 0;
  });
  after(() => {
    client.destroy();
    server.close();
  });

  function session() {
    return {
      region: "eu-north-1",
      accountId: "123456789012",
      callerArn: "arn:aws:iam::123456789012:user/deployer",
      clientConfig: {
        region: "eu-north-1",
        requestHandler: {
          connectionTimeout: 1000,
          requestTimeout: 1000,
          throwOnRequestTimeout: true,
        } as const,
      },
      failed: (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    };
  }

  it("finds the deployment that is in progress, and rolls it back", async () => {
    deployments = [{ serviceDeploymentArn: DEPLOYMENT, status: "IN_PROGRESS" }];
    const found = await deploymentInProgress(session(), client, SERVICE);
    assert.equal(found, DEPLOYMENT);
    await rollBack(session(), client, found);
    assert.deepEqual(asked, [
      ["ListServiceDeployments", { ...SERVICE, status: ["PENDING", "IN_PROGRESS"] }],
      ["StopServiceDeployment", { serviceDeploymentArn: DEPLOYMENT, stopType: "ROLLBACK" }],
    ]);
  });

  it("finds none in a service without a deployment in progress", async () => {
    deployments = [];
    assert.equal(await deploymentInProgress(session(), client, SERVICE), undefined);
  });

  it("can be done by hand: a shell accepts the printed commands as they are", () => {
    const [list = "", stop = ""] = rollBackCommands(SERVICE, "eu-north-1");
    assert.match(list, /^aws ecs list-service-deployments --cluster phone-cluster-0123456 /);
    assert.match(stop, /^aws ecs stop-service-deployment .*--stop-type ROLLBACK/);
    assert.doesNotMatch(`${list}${stop}`, /[<>]/);
  });
});
