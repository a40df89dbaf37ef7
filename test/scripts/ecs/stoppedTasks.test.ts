import type { Task } from "@aws-sdk/client-ecs";
import assert from "node:assert/strict";
import { judgeStopped } from "../../../scripts/ecs/stoppedTasks";

const DEFINITION = "arn:aws:ecs:eu-north-1:123456789012:task-definition/phone:2";

function judged(task: Task): string {
  const [check] = judgeStopped([{ taskDefinitionArn: DEFINITION, ...task }], DEFINITION);
  return `${check?.result ?? ""} ${check?.detail ?? ""}`;
}

// ECS's reasons are those of its documentation; test/emulator/access/service.test.ts reads one from an emulated service.
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

  it("repeats nothing that a reason quotes", () => {
    const stoppedReason = `NewError: exec "--token=${"f".repeat(32)}"`;
    assert.equal(judged({ stopCode, stoppedReason }), "fail phone:2: it did not start: NewError");
  });

  it("notes a task that ran and then failed, and is silent about everyday stops", () => {
    const containers = [{ name: "phone", exitCode: 1 }];
    const exited = { stopCode: "EssentialContainerExited", containers } as const;
    assert.equal(judged(exited), "note phone:2: the container ended with exit code 1");
    const scaled = { stopCode: "ServiceSchedulerInitiated" } as const;
    const unhealthy = { ...scaled, stoppedReason: "Task failed container health checks" };
    assert.match(judged(unhealthy), /^note .* failed its health checks$/);
    const memory = [{ exitCode: 137, reason: "OutOfMemoryError: Container killed" }];
    assert.match(judged({ ...exited, containers: memory }), /^note .* ran out of memory$/);
    const everyday = [{ name: "phone", exitCode: 143 }];
    assert.match(
      judged({ ...scaled, containers: everyday }),
      /^ok 1 in the last hour, none failed/,
    );
  });

  it("takes a task of another revision for the past", () => {
    const old = { stopCode, stoppedReason: "Task failed to start", taskDefinitionArn: "x/phone:1" };
    assert.match(judged(old), /^note phone:1: it did not start/);
  });
});
