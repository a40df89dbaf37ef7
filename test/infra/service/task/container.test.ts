import assert from "node:assert/strict";
import fc from "fast-check";
import { RESERVED_SETTINGS } from "../../../../infra/service/task/environmentSettings";
import { mockStack } from "../../../support/program/mocks";
import { ARN, json, secrets, SETTINGS } from "./containerSettings";

// Shows the container definition. Does not show that ECS accepts it: nothing runs against AWS.
describe("containerDefinition", () => {
  before(async () => {
    await mockStack();
  });

  it("is exactly this", async () => {
    const definition: unknown = JSON.parse(await json({ environment: { LOG_LEVEL: "DEBUG" } }));
    assert.deepEqual(definition, {
      name: "pipecat-phone-container",
      image: "registry.example.com/phone:1",
      cpu: 0,
      essential: true,
      environment: [
        { name: "AWS_REGION", value: "eu-north-1" },
        { name: "BOT_CLEANUP_INTERVAL", value: "300" },
        { name: "CALL_HANDOVER", value: "true" },
        { name: "ENABLE_REQUEST_POOLING", value: "true" },
        { name: "ENVIRONMENT", value: "dev" },
        { name: "EXTERNAL_DOMAIN", value: "phone.lab.internal" },
        { name: "FAST_API_PORT", value: "7860" },
        { name: "FORCE_HTTPS", value: "true" },
        { name: "GRACEFUL_SHUTDOWN_TIMEOUT", value: "110" },
        { name: "HEALTH_CHECK_INTERVAL", value: "30" },
        { name: "HEALTH_CHECK_RETRIES", value: "5" },
        { name: "HOST", value: "0.0.0.0" },
        { name: "LOG_LEVEL", value: "DEBUG" },
        { name: "MAX_CALLS", value: "50" },
        { name: "MAX_CALL_MINUTES", value: "60" },
        { name: "MAX_REQUEST_POOL_SIZE", value: "100" },
        { name: "MEDIA_STREAM_PATH", value: "/media-stream" },
        { name: "MEMORY_CLEANUP_THRESHOLD", value: "0.8" },
        { name: "METRIC_NAMESPACE", value: "PipecatPhoneService" },
        { name: "PORT", value: "7860" },
        { name: "REQUEST_TIMEOUT", value: "30" },
        { name: "SERVICE_TYPE", value: "phone" },
        { name: "TASK_FAMILY", value: "phone-dev" },
        { name: "WEBHOOK_PATH", value: "/incoming-call" },
      ],
      healthCheck: {
        command: ["CMD", "true"],
        interval: 30,
        retries: 5,
        startPeriod: 120,
        timeout: 10,
      },
      linuxParameters: { capabilities: { drop: ["ALL"] }, initProcessEnabled: true },
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": "phone-logs",
          "awslogs-region": "eu-north-1",
          "awslogs-stream-prefix": "ecs",
          "max-buffer-size": "25m",
          mode: "non-blocking",
        },
      },
      mountPoints: [{ containerPath: "/tmp", readOnly: false, sourceVolume: "tmp" }],
      portMappings: [{ containerPort: 7860, hostPort: 7860, protocol: "tcp" }],
      readonlyRootFilesystem: true,
      secrets: [{ name: "A_SECRET", valueFrom: `${ARN}:A_SECRET::` }],
      stopTimeout: 120,
      systemControls: [],
      user: "1001:1001",
      volumesFrom: [],
    });
  });

  it("names no user if the config wants the image's own user", async () => {
    assert.doesNotMatch(await json({ user: "" }), /"user"/);
  });

  it("leaves the limit of calls to the service if the stack counts no calls", async () => {
    assert.doesNotMatch(await json({ maxCalls: undefined }), /MAX_CALLS/);
  });

  it("requests the health check's path if the config gives no command", async () => {
    const http = { ...SETTINGS.http, port: 8080, healthCheckPath: "/status" };
    const definition = await json({ healthCheckCommand: [], http });
    assert.match(definition, /"CMD-SHELL","\{ if command -v curl; .*127\.0\.0\.1:8080\/status/);
  });

  it("gives the same JSON for any order of its input", async () => {
    const names = ["STT_MODEL", "A", "Z9", "_x", "LOG_LEVEL"];
    const setting = (order: readonly string[]) => ({
      environment: Object.fromEntries(order.map((name) => [name, "v"])),
      writablePaths: order.map((name) => `/${name}`),
    });
    const expected = await json(setting(names), secrets("B", "C", "D"));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(names, { minLength: names.length }),
        fc.shuffledSubarray(["B", "C", "D"], { minLength: 3 }),
        async (order, secretOrder) => {
          assert.equal(await json(setting(order), secrets(...secretOrder)), expected);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("lets no setting replace a setting that the stack makes", async () => {
    const environment = Object.fromEntries(RESERVED_SETTINGS.map((name) => [name, "mine"]));
    assert.equal(await json({ environment }), await json());
  });

  it("omits a default setting if a secret has its name", async () => {
    const definition = await json({}, secrets("LOG_LEVEL"));
    assert.doesNotMatch(definition, /"name":"LOG_LEVEL","value"/);
    assert.match(definition, /"secrets":\[\{"name":"LOG_LEVEL"/);
    assert.match(await json(), /"name":"LOG_LEVEL","value":"INFO"/);
  });
});
