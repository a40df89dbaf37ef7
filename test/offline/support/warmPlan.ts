import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { planOf, type MakePlan, type PlanWithSecrets } from "../../../offline/command/planOf";
import { hostsIdle } from "../../support/processes/hosts";
import { startWarm } from "../../support/processes/warmNode";

let last: Promise<unknown> = Promise.resolve();

/**
 * Makes a plan in two processes that have run other programs and packs before, because to start a process takes longer than a plan.
 * Plans, and the evaluations within a plan, wait for one another, so that the same two processes make them all.
 */
export const warmPlan: MakePlan = (request, source, signal) => {
  const plan = last.then(async () => {
    try {
      return await planOf(request, source, signal, { startNode: startWarm, between: hostsIdle });
    } finally {
      await hostsIdle();
    }
  });
  last = plan.catch(() => undefined);
  return plan;
};

const plans = new Map<string, Promise<PlanWithSecrets>>();

/**
 * Makes the plan of the same files and settings only once in this process, for cases that need a finished plan. A request with an
 * environment file or a policy config gets a new plan each time, because such cases test how a plan is made.
 */
export const sharedPlan: MakePlan = (request, source, signal) => {
  const { allowPlaceholders, overrides, policyConfigFile, stack } = request;
  if (source.credentials.kind !== "samples" || policyConfigFile !== undefined) {
    return warmPlan(request, source, signal);
  }
  const key = JSON.stringify([stack, allowPlaceholders, overrides, digest(source.root)]);
  const plan = plans.get(key) ?? warmPlan(request, source, signal);
  plans.set(key, plan);
  return plan;
};

/** A digest of the names and contents of a project's files, without the installed packages, which are the same for all. */
function digest(root: string): string {
  const hash = createHash("sha256");
  for (const name of filesIn(root)) hash.update(`${name}\0`).update(readFileSync(join(root, name)));
  return hash.digest("hex");
}

function filesIn(root: string, folder = ""): string[] {
  const names = readdirSync(join(root, folder)).filter((name) => !/^\.|^node_modules$/.test(name));
  return names.sort().flatMap((name) => {
    const path = join(folder, name);
    return statSync(join(root, path)).isDirectory() ? filesIn(root, path) : [path];
  });
}
