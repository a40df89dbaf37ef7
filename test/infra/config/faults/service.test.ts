import assert from "node:assert/strict";
import { faultsOf, load, refuses, type FaultCase } from "../../../support/program/configFaults";

/** One bad setting, or one bad pair, and the one fault that it makes. */
const CASES: readonly FaultCase[] = [
  [
    "a memory that its CPU lacks",
    { cpu: "2048", memory: "2048" },
    /^memory: expected 4096 to 16384 in steps of 1024 with cpu 2048/,
  ],
  ["a CPU that Fargate lacks", { cpu: "3000" }, /^cpu: expected one of 256, 512,/],
  ["text for a number", { desiredCount: "two" }, /^desiredCount: expected a whole number/],
  ["a fraction for a number", { desiredCount: "2.5" }, /^desiredCount: expected a whole number/],
  ["nothing for a number", { desiredCount: undefined }, /^desiredCount: expected a whole number/],
  [
    "a wish outside the limits",
    { desiredCount: "5" },
    /^desiredCount: .*from minTasks to maxTasks/,
  ],
  ["a percentage above 100", { cpuTargetPercent: "101" }, /^cpuTargetPercent: .* from 1 to 100/],
  ["days that CloudWatch lacks", { logRetentionDays: "15" }, /^logRetentionDays: /],
  ["yes for true", { assignPublicIp: "yes" }, /^assignPublicIp: expected one of true, false/],
  [
    "alarms on tasks that nothing counts",
    { alarms: "true", containerInsights: "disabled" },
    /^containerInsights: expected enabled or enhanced with alarms\. Fix it: pulumi config set containerInsights enabled$/,
  ],
  [
    "rebalancing where tasks don't protect their calls",
    { availabilityZoneRebalancing: "true", deployment: "rolling" },
    /^availabilityZoneRebalancing: expected false with rolling deployment, .*\. Fix it: pulumi config set availabilityZoneRebalancing false$/,
  ],
  [
    "a call longer than rolling can drain",
    { maxCallMinutes: "61" },
    /^maxCallMinutes: .* from 1 to 60/,
  ],
  [
    "a call longer than a day, with handover",
    { callHandover: "true", maxCallMinutes: "1441" },
    /^maxCallMinutes: .* from 1 to 1440/,
  ],
  [
    "a call longer than a day",
    { deployment: "blue-green", maxCallMinutes: "1441" },
    /^maxCallMinutes: .* from 1 to 1440/,
  ],
  [
    "an unknown deployment",
    { deployment: "canary" },
    /^deployment: expected one of blue-green, rolling/,
  ],
  ["an object for a list", { bedrockModels: "{}" }, /^bedrockModels: expected a list of texts/],
  ...[
    "*",
    "",
    "nova",
    "amazon.nova-*",
    "eu.amazon.nova-pro-v1:0",
    "us-gov.anthropic.claude-3-haiku-20240307-v1:0",
    "arn:aws:bedrock:*",
    "arn:aws:bedrock:eu-north-1::foundation-model/*",
    "arn:aws:bedrock:eu-north-1::foundation-model/eu.amazon.nova-pro-v1:0",
    "arn:aws:bedrock:eu-north-1:519384207613:inference-profile/*",
  ].map(
    (model) =>
      [
        `no one model: ${model || "nothing"}`,
        { bedrockModels: JSON.stringify([model]) },
        /^bedrockModels: expected ids of foundation models .* without wildcards; for an inference profile its ARN/,
      ] as const,
  ),
];

// Shows which settings the program refuses. Does not show that AWS accepts the others.
describe("loadConfig refuses in the tasks and their scaling", () => {
  refuses(CASES);

  it("no rebalancing if tasks protect their calls", async () => {
    const { service } = await load({
      availabilityZoneRebalancing: "true",
      deployment: "blue-green",
    });
    assert.equal(service.availabilityZoneRebalancing, true);
  });

  it("no valid id or ARN of a model", async () => {
    const models = [
      "amazon.nova-micro-v1:0",
      "amazon.titan-embed-text-v2:0:8k",
      "deepseek.v3.2",
      "ai21.jamba-1-5-mini-v1:0",
      "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0",
      "arn:aws:bedrock:eu-north-1:519384207613:inference-profile/eu.amazon.nova-micro-v1:0",
    ];
    const { service } = await load({ bedrockModels: JSON.stringify(models) });
    assert.deepEqual(service.bedrockModels, models);
  });

  it("a minimum above the maximum", async () => {
    const faults = await faultsOf({ minTasks: "5", maxTasks: "3" });
    assert.ok(faults.some((fault) => fault.startsWith("minTasks: expected no more than maxTasks")));
  });
});
