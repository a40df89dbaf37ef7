import { lookAtSecretName } from "../../secret/secretName";
import type { PulumiRun } from "../run";

/** Stops a run if the secret's name belongs to a secret that is not in this stack's state. */
export async function refuseTakenSecretName(run: PulumiRun): Promise<void> {
  const [stack, settings, state] = [
    await run.stack(),
    await run.settings(),
    await run.stateBefore(),
  ];
  if (stack === undefined || settings === undefined || state === undefined) return;
  const note = await lookAtSecretName({ stack, settings, state }, run.env);
  if (note !== undefined) process.stderr.write(`${note}\n`);
}
