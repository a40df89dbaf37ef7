import { allowLateImports } from "../../terminal/process/lateImports";
import { Report } from "../../terminal/report";
import { outputsFromResources } from "../../stack/stateOutputs";
import { readState, type StackState } from "../../stack/state";
import type { PulumiRun } from "../run";

/** The service's resource type. */
const SERVICE = "aws:ecs/service:Service";

/** Explains why the service does not run, if an update failed because the service's tasks did not become steady. */
export async function diagnoseFailedService(run: PulumiRun): Promise<void> {
  const stack = await run.stack();
  const state = await readState(run.cli, { stack, cwd: run.folder }, run.env);
  if (state === undefined || !hasUnsteadyService(state)) return;
  const outputs = outputsFromResources(state);
  const [cluster, service] = [outputs.get("clusterName"), outputs.get("serviceName")];
  if (cluster === undefined || service === undefined) return;
  const report = new Report("up", false, process);
  report.about({ stack });
  report.line("\nThe service did not become steady. What AWS says about it:");
  await allowLateImports();
  // Loaded late: AWS's clients take half a second, and a successful run does not need them.
  const { openAwsSession } = await import("../../aws/session.js");
  const { diagnoseService } = await import("../../ecs/service/serviceDiagnosis.js");
  const region = (await run.settings())?.text("aws:region");
  const session = await openAwsSession(region, report);
  report.add(...(await diagnoseService(session, cluster, service)));
  const of = stack === undefined ? "" : ` -- --stack ${stack}`;
  report.verdict(
    `Nothing is wrong now: try npm run up${of}`,
    () =>
      `Correct this, then: npm run up${of}. Secrets and network: npm run test-ecs-secret-access${of}`,
  );
}

/** Whether the state has a service whose creation or update failed. */
function hasUnsteadyService({ resources }: StackState): boolean {
  return resources.some(({ type, failed }) => type === SERVICE && failed);
}
