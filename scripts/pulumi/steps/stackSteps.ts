import { requireDocker } from "../../update/docker";
import { lookAtFargateQuota } from "../../update/fargateQuota";
import { refusalToDestroy } from "../../update/protection";
import { afterUp, beforeFirstUp } from "../../update/upNotes";
import type { PulumiRun } from "../run";

/** Stops a run that must build an image, if Docker does not answer. */
export async function requireBuilder({ settings, env }: PulumiRun): Promise<void> {
  const known = await settings();
  if (known !== undefined) await requireDocker(known, env);
}

/** Stops the destruction of a protected stack before anything is deleted. */
export async function refuseProtected({ stateBefore, stack }: PulumiRun): Promise<void> {
  const refusal = refusalToDestroy(await stateBefore(), await stack());
  if (refusal !== undefined) throw refusal;
}

/** Prints before a stack's first update how long it takes, and what the stack costs. */
export async function noteFirstUpdate({ folder, stack, stateBefore }: PulumiRun): Promise<void> {
  const [name, state] = [await stack(), await stateBefore()];
  if (name === undefined || state === undefined || state.resources.length > 0) return;
  process.stdout.write(`${await beforeFirstUp(folder, name)}\n`);
}

/** Prints before an update if Fargate's quota is too small to run the old and the new tasks at the same time. */
export async function noteFargateQuota({ env, settings }: PulumiRun): Promise<void> {
  const known = await settings();
  const note = known === undefined ? undefined : await lookAtFargateQuota(known, env);
  if (note !== undefined) process.stderr.write(`${note}\n`);
}

/** Prints after an update which number and which URL to call. */
export async function noteWhatToCall({ cli, env, folder, stack }: PulumiRun): Promise<void> {
  const name = await stack();
  const text = name === undefined ? undefined : await afterUp({ cli, env, folder, stack: name });
  if (text !== undefined) process.stdout.write(text);
}
