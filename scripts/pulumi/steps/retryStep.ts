import { retryOf, type Retry } from "../../update/failedChanges";
import { offerRollBack } from "../../update/offerRollBack";
import type { PulumiRun } from "../run";

/** What a run must do to make good the changes that failed in the last one. */
export async function retryOfRun({ stateBefore }: Pick<PulumiRun, "stateBefore">): Promise<Retry> {
  return retryOf((await stateBefore())?.resources ?? []);
}

/** Says which changes failed in the last run, and what this one does about it. */
export async function noteFailedChanges(run: PulumiRun): Promise<void> {
  const { message } = await retryOfRun(run);
  if (message !== "") process.stderr.write(`${message}\n`);
}

/** Offers to take back the deployment that ECS goes on with after the CLI has broken off. */
export async function offerToGoBack({ stateBefore }: PulumiRun): Promise<void> {
  await offerRollBack(await stateBefore(), process);
}
