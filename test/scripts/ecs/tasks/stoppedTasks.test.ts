import type { Task } from "@aws-sdk/client-ecs";
import assert from "node:assert/strict";
import { judgeStopped } from "../../../../scripts/ecs/tasks/stoppedTasks";

const DEFINITION = "arn:aws:ecs:eu-north-1:123456789012:task-definition/phone:2";

function judged(task: Task): string {
  const [check] = judgeStopped([{ taskDefinitionArn: DEFINITION, ...task }], DEFINITION);
  return `${check?.result ?? ""} ${check?.detail ?? ""}`;
}

// The stop reasons are taken from ECS's documentation. test/emulator/access/service.test.ts reads one from an emulated service.
describe("judgeStopped", () => {
  const stopCode = "TaskFailedToStart" as const;

  it("fails for every task that did not start, known reason or not", () => {
    const known = "CannotStartContainerError: cannot start";
    assert.match(judged({ stopCode, stoppedReason: known }), /^fail phone:2: the container cannot/);
    assert.equal(
      judged({ stopCode, stoppedReason: "Task failed to start" }),
      "fail phone:2: it did not start: Task failed to start",
    );
    assert.equal(judged({ stopCode }), "fail phone:2: it did not start");
  });

  it("does not repeat a value that a stop reason quotes", () => {
    const stoppedReason = `NewError: exec "--token=${"f".repeat(32)}"`;
    assert.equal(judged({ stopCode, stoppedReason }), "fail phone:2: it did not start: NewError");
  });

  it("fails for an essential container that ended by itself, with any exit code, while tasks are desired", () => {
    for (const [exitCode, told] of [
      [1, "the container ended with exit code 1"],
      [0, "the container ended by itself, with exit code 0"],
    ] as const) {
      const containers = [{ name: "phone", exitCode }];
      const exited = { stopCode: "EssentialContainerExited", containers } as const;
      assert.equal(judged(exited), `fail phone:2: ${told}`);
      const task = { taskDefinitionArn: DEFINITION, ...exited };
      const [unwanted] = judgeStopped([task], DEFINITION, false);
      assert.equal(unwanted?.result, "note", "the service was scaled to nothing");
      const [finding] = judgeStopped([task], DEFINITION);
      assert.equal(finding?.exited?.container.name, "phone", "its log says more");
    }
    const sidecars = [{ name: "phone" }, { name: "proxy", exitCode: 0 }];
    const killed = { stopCode: "EssentialContainerExited", containers: sidecars } as const;
    assert.match(judged(killed), /^fail .* ended without an exit code$/);
  });

  it("notes a task that failed its health checks, and is silent about normal stops", () => {
    const scaled = { stopCode: "ServiceSchedulerInitiated" } as const;
    const unhealthy = { ...scaled, stoppedReason: "Task failed container health checks" };
    assert.match(judged(unhealthy), /^note .* failed its health checks$/);
    const memory = [{ exitCode: 137, reason: "OutOfMemoryError: Container killed" }];
    const exited = { stopCode: "EssentialContainerExited", containers: memory } as const;
    assert.match(judged(exited), /^fail .* ran out of memory$/);
    const everyday = [{ name: "phone", exitCode: 143 }];
    assert.match(
      judged({ ...scaled, containers: everyday }),
      /^ok 1 in the last hour, none failed$/,
    );
  });

  it("ignores a task of another revision, because it belongs to an earlier deployment", () => {
    const old = { stopCode, stoppedReason: "Task failed to start", taskDefinitionArn: "x/phone:1" };
    assert.match(judged(old), /^note phone:1: it did not start/);
  });
});
