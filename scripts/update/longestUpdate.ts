import { callTimeouts, type DeploymentStrategy } from "../../infra/service/callTimeouts";
import type { StackSettings } from "../stack/stackSettings";

/** A note on how long an update may take until the service is steady. Undefined if the settings do not say. */
export function longestUpdateNote({ text }: StackSettings): string | undefined {
  const deployment = strategyOf(text("deployment"));
  const callHandover = text("callHandover") === "true";
  const minutes = Number(text("maxCallMinutes"));
  if (deployment === undefined) return undefined;
  try {
    const { bakeMinutes, updateTimeoutMinutes } = callTimeouts(minutes, {
      deployment,
      callHandover,
    });
    const baking =
      bakeMinutes === 0
        ? ""
        : ` ECS keeps the old tasks for ${bakeMinutes} minutes, so that it can roll back to them.`;
    return (
      `The service may take up to ${updateTimeoutMinutes} minutes: Pulumi waits until its tasks run and ` +
      `${callHandover ? "the old ones have handed their calls over" : `calls of up to ${minutes} minutes have ended`}.${baking}`
    );
  } catch {
    // The program itself reports a maxCallMinutes that is not possible.
    return undefined;
  }
}

function strategyOf(text: string | undefined): DeploymentStrategy | undefined {
  return text === "rolling" || text === "blue-green" ? text : undefined;
}
