import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import {
  deploymentVcpus,
  lookAtFargateQuota,
  quotaNote,
} from "../../../scripts/update/fargateQuota";
import type { StackSettings } from "../../../scripts/stack/stackSettings";

function settingsOf(values: Readonly<Record<string, string>>): StackSettings {
  return {
    project: "p",
    config: {},
    hasEnvironments: false,
    value: (key) => values[key],
    text: (key) => values[key],
  };
}

const SETTINGS = { cpu: "2048", desiredCount: "2", minTasks: "3", "aws:region": "eu-north-1" };

// The test itself makes the answer. It does not show that AWS has this quota under this code.
describe("Fargate's quota", () => {
  it("is compared with the tasks of a deployment, old and new ones", () => {
    assert.equal(deploymentVcpus(settingsOf(SETTINGS)), 12);
    assert.equal(deploymentVcpus(settingsOf({ ...SETTINGS, cpu: "256", minTasks: "1" })), 1);
    assert.equal(deploymentVcpus(settingsOf({ ...SETTINGS, cpu: "abc" })), undefined);
  });

  it("is mentioned only if it is too small, with the command that raises it", () => {
    assert.equal(quotaNote(8, 8, "eu-north-1"), undefined);
    const note = quotaNote(8, 6, "eu-north-1") ?? "";
    assert.match(note, /8 vCPUs in all, but Fargate's quota is 6 in eu-north-1/);
    assert.match(note, /request-service-quota-increase .* --desired-value 8 --region eu-north-1$/);
  });

  describe("as Service Quotas reports it", () => {
    const before = { ...process.env };
    afterEach(() => {
      for (const name of Object.keys(process.env)) {
        if (!(name in before)) Reflect.deleteProperty(process.env, name);
      }
    });

    it("is read over HTTP, and a refusal is silent", async () => {
      let answer: readonly [status: number, body: unknown] = [200, { Quota: { Value: 6 } }];
      const server = createServer((_request, response) => {
        const [status, body] = answer;
        response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
        response.end(JSON.stringify(body));
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      const address = server.address();
      assert.ok(address !== null && typeof address === "object");
      Object.assign(process.env, {
        AWS_ENDPOINT_URL: `http://127.0.0.1:${address.port}`,
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
      });
      const look = () => lookAtFargateQuota(settingsOf(SETTINGS), process.env);
      assert.match((await look()) ?? "", /12 vCPUs in all, but Fargate's quota is 6/);
      answer = [400, { __type: "AccessDeniedException", message: "no" }];
      assert.equal(await look(), undefined);
      server.closeAllConnections();
      server.close();
    });
  });
});
