import assert from "node:assert/strict";
import { isRecord } from "../../../../offline/engine/wire";
import { inputsOf, runProgram } from "../../../support/program/program";
import { outputOf, TAGS } from "../../../support/program/wellKnown";

// Shows the inputs. Does not show that Fargate starts such a task: nothing runs against AWS.

const TASK = "aws:ecs/taskDefinition:TaskDefinition";

describe("the task definition", () => {
  it("has exactly these inputs besides its containers", async () => {
    const run = await runProgram();
    const { containerDefinitions, ...rest } = inputsOf(run, TASK);
    assert.ok(typeof containerDefinitions === "string");
    assert.deepEqual(rest, {
      family: "pipecat-phone-service-dev",
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      runtimePlatform: { cpuArchitecture: "X86_64", operatingSystemFamily: "LINUX" },
      cpu: "1024",
      memory: "2048",
      executionRoleArn: outputOf(run, "executionRoleArn"),
      taskRoleArn: outputOf(run, "taskRoleArn"),
      volumes: [{ name: "tmp" }],
      tags: TAGS,
    });
  });

  it("takes size, user, folders and settings from the config", async () => {
    const run = await runProgram({
      overrides: {
        cpu: "512",
        memory: "1024",
        containerUser: "",
        readonlyRootFilesystem: "false",
        writablePaths: '["/tmp","/var/cache"]',
        environment: '{"STT_MODEL":"nova-3"}',
      },
    });
    const { cpu, memory, volumes, containerDefinitions } = inputsOf(run, TASK);
    assert.deepEqual(
      { cpu, memory, volumes },
      {
        cpu: "512",
        memory: "1024",
        volumes: [{ name: "tmp" }, { name: "var-cache" }],
      },
    );
    const containers: unknown = JSON.parse(String(containerDefinitions));
    assert.ok(Array.isArray(containers) && isRecord(containers[0]));
    assert.equal("user" in containers[0], false);
    assert.equal(containers[0]["readonlyRootFilesystem"], false);
    assert.ok(String(containerDefinitions).includes('{"name":"STT_MODEL","value":"nova-3"}'));
  });

  it("can write to no folder if the config lists none", async () => {
    const run = await runProgram({ overrides: { writablePaths: "[]" } });
    const { volumes = [], containerDefinitions } = inputsOf(run, TASK);
    assert.deepEqual(volumes, []);
    const containers: unknown = JSON.parse(String(containerDefinitions));
    assert.ok(Array.isArray(containers) && isRecord(containers[0]));
    assert.deepEqual(containers[0]["mountPoints"], []);
    assert.equal(containers[0]["readonlyRootFilesystem"], true);
  });
});
