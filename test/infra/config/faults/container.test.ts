import assert from "node:assert/strict";
import { load, refuses, type FaultCase } from "../../../support/program/configFaults";

/** One bad setting, or one bad pair, and the one fault that it makes. */
const CASES: readonly FaultCase[] = [
  [
    "both image and build context",
    { buildContext: "./app" },
    /^image and buildContext: expected one of them.*rm image, or /,
  ],
  [
    "neither image nor build context",
    { image: "" },
    /^image and buildContext: expected one of them.*set image URI$/,
  ],
  [
    "a folder without a Dockerfile",
    { image: "", buildContext: "./infra" },
    /^buildContext: expected a folder with a Dockerfile.*set buildContext FOLDER$/,
  ],
  ["a short image name", { image: "python:3.12" }, /^image: expected a full image URI/],
  [
    "ECS Exec where it cannot write",
    { enableExecuteCommand: "true" },
    /^readonlyRootFilesystem: expected false with enableExecuteCommand/,
  ],
  ["a port that needs rights", { containerPort: "80" }, /^containerPort: .* from 1024 to 65535/],
  [
    "a path without its slash",
    { webhookPath: "call" },
    /^webhookPath: expected a path: .*set webhookPath \/incoming-call$/,
  ],
  ["a path with a query", { mediaStreamPath: "/ws?a=b" }, /^mediaStreamPath: expected a path: /],
  ["no path", { healthCheckPath: "" }, /^healthCheckPath: expected a path: /],
  [
    "one path for webhook and stream",
    { webhookPath: "/ws", mediaStreamPath: "/ws" },
    /^mediaStreamPath: expected another path than webhookPath/,
  ],
  ["a relative folder", { writablePaths: '["tmp"]' }, /^writablePaths: expected absolute paths/],
  ...['["/tmp","/.."]', '["/tmp/../etc"]', '["/tmp/."]', `["/${"a".repeat(256)}"]`].map(
    (writablePaths) =>
      [
        `no folder's own path: ${writablePaths.slice(0, 20)}`,
        { writablePaths },
        /^writablePaths: expected absolute paths of folders, without/,
      ] as const,
  ),
  ...['["/tmp","/tmp"]', '["/var/a-b","/var-a/b"]', '["/var/.cache","/var/_cache"]'].map(
    (writablePaths) =>
      [
        `two folders of one volume: ${writablePaths}`,
        { writablePaths },
        /^writablePaths: expected paths that give different volumes: .* Fix it: pulumi config rm --path 'writablePaths\[1\]'$/,
      ] as const,
  ),
  [
    "a health check of no kind",
    { healthCheckCommand: '["curl"]' },
    /^healthCheckCommand: expected CMD or CMD-SHELL/,
  ],
  ["a user with a blank", { containerUser: "pipecat user" }, /^containerUser: expected a user/],
  ["a list for an object", { environment: "[]" }, /^environment: expected names and values/],
  ["a text for an object", { environment: "A=b" }, /^environment: expected names and values/],
  [
    "a setting that the stack makes",
    { environment: '{"AWS_REGION":"us-east-1"}' },
    /^environment.AWS_REGION: the stack sets this itself/,
  ],
  ["a setting that is a list", { environment: '{"A":[]}' }, /^environment.A: expected a text/],
  [
    "a setting's name with a hyphen",
    { environment: '{"A-B":"c"}' },
    /^environment.NAME: expected letters/,
  ],
  ...["12345678901234567890", "1e21", "1.10", "1e3", "-0"].map(
    (number) =>
      [
        `a number that JSON changes: ${number}`,
        { environment: `{"B":1.5,"A": ${number} }` },
        /^environment.A: a number whose text would change: quote it\./,
      ] as const,
  ),
];

// Shows which settings the program refuses. Does not show that ECS accepts the others.
describe("loadConfig refuses in the container", () => {
  refuses(CASES);

  it("no number that JSON leaves unchanged", async () => {
    const { service } = await load({ environment: '{"A":0,"B":-8000,"C":0.8}' });
    assert.deepEqual(service.container.environment, { A: "0", B: "-8000", C: "0.8" });
  });
});
