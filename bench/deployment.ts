import { cpSync } from "node:fs";
import { join } from "node:path";
import type { EngineStack } from "../test/engine/support/engineStack";
import type { Lab } from "../test/engine/support/lab";
import { criticalPath, type CriticalPath } from "./criticalPath";
import { OTHER_SECONDS, TYPICAL_SECONDS } from "./delays";

/** The result of deploying one program from nothing to a running service. */
export interface Deployment {
  readonly name: string;
  readonly path: CriticalPath;
  /** Measured seconds until the service was running in the simulation. They confirm the path if they are close to its seconds. */
  readonly measuredSeconds: number;
}

const SERVICE = "aws:ecs/service:Service";

/** Milliseconds of the simulation for one second in AWS. */
const SCALE = 50;

/**
 * Deploys the program, with and without its own domain, and the template's resources to a simulated AWS. Each creation takes AWS's
 * typical time, scaled down.
 */
export async function benchDeployments(lab: Lab): Promise<Deployment[]> {
  const domain = { domainName: "phone.lab.internal", hostedZoneId: "Z0LAB1LAB2LAB3" };
  const template = await lab.stack("template");
  cpSync(join(__dirname, "template/index.ts"), join(template.folder, "index.ts"));
  return [
    await deploy(lab, "this program", await lab.stack("own")),
    await deploy(lab, "this program, own domain", await lab.stack("domain", domain)),
    await deploy(lab, "container-aws-typescript", template),
  ];
}

async function deploy(lab: Lab, name: string, stack: EngineStack): Promise<Deployment> {
  const slow = Object.entries(TYPICAL_SECONDS).map(
    ([type, seconds]) => [type, seconds * SCALE] as const,
  );
  lab.control.faults = { slow: Object.fromEntries(slow), slowOtherwise: OTHER_SECONDS * SCALE };
  const callsBefore = lab.control.calls.length;
  const up = ["up", "--yes", "--skip-preview", "--parallel", "64"];
  await stack.pulumi(up);
  lab.control.faults = {};
  const creations = lab.control.calls
    .slice(callsBefore)
    .filter(({ operation }) => operation === "create");
  const [start, end] = [creations[0], creations.findLast(({ type }) => type === SERVICE)];
  if (start === undefined || end === undefined) throw new Error(`${name} made no service.`);
  return {
    name,
    path: criticalPath(await stack.exported(), SERVICE),
    measuredSeconds: (end.time - start.time) / SCALE,
  };
}
