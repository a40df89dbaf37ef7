import assert from "node:assert/strict";
import { unwrapSecrets } from "../../scripts/simulation/wire";
import { DOMAIN } from "../support/devStack";
import { runProgram } from "../support/program";

/** Every option that writes an ARN, a service's or a region's name. */
const EVERYTHING = {
  image: "",
  buildContext: "./service",
  alarms: "true",
  alarmEmail: "team@example.com",
  auditTrail: "true",
  containerInsights: "enabled",
  dashboard: "true",
  deployment: "blue-green",
  accessLogs: "true",
  waf: "true",
  flowLogs: "true",
  egress: "endpoints",
  callsPerTask: "10",
  bedrockModels: '["amazon.nova-micro-v1:0"]',
} as const;

// Which services and options AWS has in a partition is not looked at, only whose names the program writes.
describe("region and partition", () => {
  for (const [region, partition] of [
    ["eu-west-3", "aws"],
    ["us-gov-west-1", "aws-us-gov"],
    ["cn-north-1", "aws-cn"],
  ] as const) {
    for (const [title, domain] of [
      ["with a domain", DOMAIN],
      ["without a domain", {}],
    ] as const) {
      it(`are the stack's own in every input: ${region}, ${title}`, async () => {
        const overrides = { ...EVERYTHING, ...domain, "aws:region": region };
        const { registrations } = await runProgram({ overrides });
        const inputs = registrations.map(({ inputs: wire }) => unwrapSecrets(wire));
        const text = JSON.stringify(inputs);
        const partitions = [...text.matchAll(/arn:(aws[\w-]*):/g)].map((match) => match[1]);
        assert.deepEqual([...new Set(partitions)], [partition]);
        const regions = [...text.matchAll(/\b[a-z]{2}(?:-gov)?-(?:north|west)-\d\b/g)];
        assert.deepEqual([...new Set(regions.map(([found]) => found))], [region]);
      });
    }
  }
});
