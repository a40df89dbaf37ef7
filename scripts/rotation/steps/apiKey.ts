import { checkFailed } from "../../terminal/scriptError";
import type { RotationPorts } from "../ports";
import type { StepContext } from "./context";

/** @throws ScriptError if Twilio does not accept the config's API key, because a deployment would give it to every task */
export async function requireKey(
  { twilio }: RotationPorts,
  { keySid, keySecret }: StepContext["config"],
  fix: string,
): Promise<void> {
  if (await twilio.keyWorks(keySid, keySecret)) return;
  throw checkFailed("Twilio does not accept the API key of the config", fix);
}

/** Checks that the new API key works, deletes the old one at Twilio, and then removes its SID from the config. */
export async function deleteOldKey({ ports, config }: StepContext): Promise<void> {
  const { main, keySid, keySecret, oldKeySid } = config;
  if (!(await ports.twilio.keyWorks(keySid, keySecret))) {
    throw checkFailed(
      "Twilio does not accept the new API key, so the old one stays",
      "npx pulumi config rm twilioApiSidOld, then npm run rotate-credentials -- --api-key makes another; delete the old one in Twilio's console after that",
    );
  }
  ports.tell("Deleting the old API key");
  if (oldKeySid !== undefined) await ports.twilio.deleteKey(main, oldKeySid);
  await ports.config.write({ oldKeySid: undefined });
}
