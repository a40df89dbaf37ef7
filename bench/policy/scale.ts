import { randomBytes } from "node:crypto";
import type { ResourceToAnalyze } from "../../offline/analyzer/messages";
import type { BenchCorpus } from "./cases";
import { millisecondsPerResource, startPack } from "./packRun";

/** Numbers of resources in a stack. */
export const STACK_SIZES = [100, 1_000, 10_000] as const;

/** Sizes of user data in KiB. */
export const USER_DATA_SIZES = [8, 64] as const;

/** How often all sizes are measured, one after the other. The fastest round of each size counts. */
const STACK_ROUNDS = 2;

/** Resources that the pack checks for each size in one round: as many for each, so that other work on the machine affects all alike. */
const RESOURCES_A_ROUND = 10_000;

/** How often user data is checked. The fastest time counts. */
const USER_DATA_ROUNDS = 30;

/** Milliseconds per resource in a stack of each of {@link STACK_SIZES}, made of the corpus's harmless resources. */
export async function measureStacks({ cases, config }: BenchCorpus): Promise<number[]> {
  const harmless = cases.filter(({ leaks, asOutputs }) => !leaks && !asOutputs);
  const client = await startPack(config);
  try {
    const stack = (size: number): ResourceToAnalyze[] =>
      Array.from({ length: size }, (_, index) => {
        const { resource } = harmless[index % harmless.length] ?? fail();
        return { ...resource, name: `thing-${index}`, urn: `${resource.urn}-${index}` };
      });
    // The first resources are slower, because the JavaScript engine still compiles the pack.
    await millisecondsPerResource(client, stack(1_000));
    const figures = STACK_SIZES.map(() => Number.POSITIVE_INFINITY);
    for (let round = 0; round < STACK_ROUNDS; round++) {
      for (const [index, size] of STACK_SIZES.entries()) {
        const stacks = RESOURCES_A_ROUND / size;
        let sum = 0;
        for (let shown = 0; shown < stacks; shown++) {
          sum += await millisecondsPerResource(client, stack(size));
        }
        figures[index] = Math.min(sum / stacks, figures[index] ?? Number.POSITIVE_INFINITY);
      }
    }
    return figures;
  } finally {
    client.stop();
  }
}

/** Milliseconds to check a launch template with user data of each of {@link USER_DATA_SIZES}. */
export async function measureUserData({ config }: BenchCorpus): Promise<number[]> {
  const client = await startPack(config);
  try {
    const figures: number[] = [];
    for (const kibibytes of USER_DATA_SIZES) {
      const resource = launchTemplate(kibibytes * 1024);
      const rounds: number[] = [];
      for (let round = 0; round < USER_DATA_ROUNDS; round++) {
        const begun = performance.now();
        await client.analyze(resource);
        rounds.push(performance.now() - begun);
      }
      figures.push(Math.min(...rounds));
    }
    return figures;
  } finally {
    client.stop();
  }
}

/** A launch template whose user data is a shell script of about the given bytes, in base64 as AWS expects it. */
function launchTemplate(size: number): ResourceToAnalyze {
  const lines = ["#!/bin/bash", "set -euo pipefail"];
  for (let length = 0; length < size * 0.75; length += (lines.at(-1) ?? "").length + 1) {
    const digest = randomBytes(20).toString("hex");
    lines.push(
      `curl -fsSL https://example.com/artifact/${digest} -o /opt/app/part-${lines.length}`,
    );
  }
  const userData = Buffer.from(lines.join("\n")).toString("base64").slice(0, size);
  return {
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    name: "workers",
    urn: "urn:pulumi:test::some-program::aws:ec2/launchTemplate:LaunchTemplate::workers",
    properties: { userData },
  };
}

function fail(): never {
  throw new Error("The corpus has no harmless case.");
}
