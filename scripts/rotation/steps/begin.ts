import { checkFailed } from "../../terminal/scriptError";
import { keyName } from "../keyName";
import type { ConfigChange, RotationPorts } from "../ports";
import { requireKey } from "./apiKey";
import type { StepContext } from "./context";

/** Makes the next token and the new key, as wished, and stores both in one write. What fails in this process is taken back. */
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
      // The first failure is reported. A write that failed may have stored the values: then they must go on working.
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

/** @throws ScriptError where the key is a main key, which no API makes, or is not there */
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
  // Without a key to copy a standard one is made, which can do what the service needs.
  return policy === "missing" ? null : policy;
}
