import assert from "node:assert/strict";
import { unwrapSecrets } from "../../offline/engine/wire";
import { DOMAIN } from "../support/program/devStack";
import { EVERYTHING } from "../support/program/options";
import { runProgram } from "../support/program/program";

// Shows which region and partition the program writes. Does not show which services and options AWS has in a partition.
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
      // A stack without a domain needs CloudFront, which these partitions do not have.
      if (title === "without a domain" && partition !== "aws") continue;
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
