import { checkFailed } from "../../terminal/scriptError";
import { requireKey } from "./apiKey";
import type { StepContext } from "./context";

/** Deploys the config's values to every task, and waits until the deployment is finished and no old task runs. */
export async function deploy({ ports, config, facts, waits }: StepContext): Promise<void> {
  const { tasks } = ports;
  // Without a rotation under way, this config may be older than what another checkout has rotated.
  if (!facts.hasNext && !facts.hasOldKey) {
    await requireKey(
      ports,
      config,
      "if somebody else has rotated this stack, take their Pulumi.<stack>.yaml; else put a key that works into .env, then npm run setup-secrets",
    );
  }
  // A deployment that is under way already deploys the config's values.
  if ((await tasks.rollout()).state === "not deployed") await tasks.up();
  let told = "";
  for (;;) {
    const rollout = await tasks.rollout();
    if (rollout.state === "deployed") return;
    if (rollout.state === "not deployed") {
      throw checkFailed(
        `after the update ${rollout.detail}`,
        "npm run test-ecs-secret-access shows why tasks did not start",
      );
    }
    if (rollout.detail !== told) ports.tell(`Waiting: ${rollout.detail}`);
    told = rollout.detail;
    await ports.sleep(waits.pollMs);
  }
}
