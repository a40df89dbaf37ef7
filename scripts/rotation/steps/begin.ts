import { checkFailed } from "../../terminal/scriptError";
import { keyName } from "../keys/keyName";
import type { ConfigChange, RotationPorts } from "../ports";
import { requireKey } from "./apiKey";
import type { StepContext } from "./context";

/** Makes the next token, the new key or both, and stores them in one write. If a part fails, the rest is undone. */
export async function begin({ ports, config, wishes, facts }: StepContext): Promise<void> {
  const { twilio } = ports;
  if (!wishes.apiKey) {
    await requireKey(
      ports,
      config,
      "npm run rotate-credentials -- --token --api-key makes another",
    );
  }
  const policy = wishes.apiKey ? await policyOf(ports, config) : null;
  ports.tell("Rehearsing the write of the config");
  await ports.config.write({ main: config.main });
  ports.tell(`Making ${made(wishes)} at Twilio`);
  await ports.hold(async () => {
    const undo: (() => Promise<unknown>)[] = [];
    const change: { -readonly [K in keyof ConfigChange]: ConfigChange[K] } = {};
    try {
      if (wishes.token) {
        change.next = await twilio.createSecondary(config.main);
        undo.push(() => twilio.deleteSecondary(config.main));
      }
      if (wishes.apiKey) {
        const { sid, secret } = await twilio.createKey(
          config.main,
          keyName(ports.keyPrefix, ports.now()),
          policy,
        );
        undo.push(() => twilio.deleteKey(config.main, sid));
        Object.assign(change, { keySid: sid, keySecret: secret });
        change.oldKeySid = config.keySid;
      }
      await ports.config.write(change);
    } catch (error) {
      // This reports the first failure. A failed write may still have stored the values, and then they must stay valid.
      const stored = await ports.config.read().catch(() => undefined);
      const isStored = stored === undefined || (stored.next ?? stored.oldKeySid) !== undefined;
      if (!isStored) for (const back of undo) await back().catch(() => undefined);
      throw error;
    }
  });
  if (facts.primary === "unknown")
    ports.tell("Twilio does not show which token is the primary one");
}

function made({ token, apiKey }: StepContext["wishes"]): string {
  if (token && apiKey) return "a secondary auth token and an API key";
  return token ? "a secondary auth token" : "an API key";
}

/** The policy for the new key. @throws ScriptError if the old one is a main key, because no API can make a main key */
async function policyOf(
  { twilio }: RotationPorts,
  { main, keySid, keySecret }: StepContext["config"],
): Promise<object | null> {
  const policy = await twilio.keyPolicy(main, keySid, keySecret);
  if (policy === "main") {
    throw checkFailed(
      "the API key is a main key, and only Twilio's console makes those",
      "make a standard or restricted key in the console, put it into .env, then npm run setup-secrets -- --up",
    );
  }
  // If there is no key to copy, this makes a standard key, which has the rights that the service needs.
  return policy === "missing" ? null : policy;
}
