import { retryOf, type Retry } from "../../update/failedChanges";
import { offerRollBack } from "../../update/offerRollBack";
import type { PulumiRun } from "../run";

/** What a run must do to repeat the changes that failed in the last one. */
export async function retryOfRun({ stateBefore }: Pick<PulumiRun, "stateBefore">): Promise<Retry> {
  return retryOf((await stateBefore())?.resources ?? []);
}

/** Prints which changes failed in the last run, and what this run does about it. */
export async function noteFailedChanges(run: PulumiRun): Promise<void> {
  const { message } = await retryOfRun(run);
  if (message !== "") process.stderr.write(`${message}\n`);
}

/** Offers to roll back the deployment that ECS continues after the CLI has broken off. */
export async function offerToRollBack({ stateBefore }: PulumiRun): Promise<void> {
  await offerRollBack(await stateBefore(), process);
}
