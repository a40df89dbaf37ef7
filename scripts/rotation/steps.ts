import { checkFailed } from "../terminal/scriptError";
import type { ConfigChange, RotationPorts } from "./ports";
import type { StepContext } from "./context";

/** Twilio's limit for a key's name, in characters. */
const LONGEST_NAME = 64;

/** How often Twilio is asked whether a promotion has gone round, at the wait between two looks. */
const LOOKS_AFTER_PROMOTION = 60;

/** Makes the next token and the new key, as wished, and stores both in one write. What fails in this process is taken back. */
export async function begin({ ports, config, wishes, facts }: StepContext): Promise<void> {
  const { twilio } = ports;
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
        const { sid, secret } = await twilio.createKey(config.main, keyName(ports), policy);
        undo.push(() => twilio.deleteKey(config.main, sid));
        Object.assign(change, { keySid: sid, keySecret: secret });
        change.oldKeySid = config.keySid;
      }
      await ports.config.write(change);
    } catch (error) {
      // The first failure is the one to tell. What a failed write has stored all the same must go on working.
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

function keyName({ keyPrefix, now }: RotationPorts): string {
  const time = now().toISOString().slice(0, 19).replaceAll(/[-:]/g, "");
  return `${keyPrefix.slice(0, LONGEST_NAME - time.length)}${time}`;
}

/** Brings the config's values to every task, and waits until the deployment is finished and no other task runs. */
export async function deploy({ ports, waits }: StepContext): Promise<void> {
  const { tasks } = ports;
  // A deployment that is under way already has them.
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

/** Swaps the two tokens in the config, for a service that logs in to Twilio with the main one. */
export async function swap({ ports, config }: StepContext): Promise<void> {
  const { main, next } = required(config);
  await ports.config.write({ main: next, next: main });
}

/** Proves that tasks accept both tokens, asks, and promotes; then waits until Twilio no longer accepts the old one. */
export async function promote({ ports, config, facts, waits }: StepContext): Promise<void> {
  const { main, next } = required(config);
  await prove(ports, [main, next]);
  await ports.confirm(
    "The promotion deletes the present auth token at once, and nothing brings it back: from here on only forward.",
  );
  // Logged in with the one that stays, which proves it once more.
  const staying = facts.primary === "next" ? main : next;
  await ports.hold(async () => {
    ports.tell("Promoting the next auth token");
    const promotion = await ports.twilio.promote(staying);
    if (typeof promotion === "string") return;
    const { primary } = promotion;
    if (primary === main || primary === next) return;
    // Somebody has replaced the secondary token: this answer is the only copy of what is now the primary one.
    await ports.config.write({ next: primary });
    ports.tell(
      "Twilio promoted another token than the next one; it is stored, and must be deployed",
    );
  });
  await untilOneWorks(ports, waits);
  ports.tell(`Waiting ${waits.settleMs / 1000} s for what Twilio still signs with the old token`);
  await ports.sleep(waits.settleMs);
}

async function untilOneWorks(
  { config, twilio, sleep }: RotationPorts,
  { pollMs }: StepContext["waits"],
): Promise<void> {
  for (let look = 0; look < LOOKS_AFTER_PROMOTION; look++) {
    const { main, next } = required(await config.read());
    if (!(await twilio.tokenWorks(main)) || !(await twilio.tokenWorks(next))) return;
    await sleep(pollMs);
  }
  throw checkFailed(
    "Twilio still accepts both auth tokens after the promotion",
    "run it again later",
  );
}

async function prove({ tasks, tell }: RotationPorts, tokens: readonly string[]): Promise<void> {
  const rollout = await tasks.rollout();
  if (rollout.state !== "deployed") throw checkFailed(rollout.detail, "run it again");
  tell(`Proving that ${rollout.tasks === 1 ? "the task accepts" : "all tasks accept"} both tokens`);
  await tasks.prove(tokens, rollout.tasks);
}

/** Makes the next token the config's own, in one write. */
export async function takeOver({ ports, config }: StepContext): Promise<void> {
  const { next } = required(config);
  await ports.config.write({ main: next, next: undefined });
}

/** Deletes the next token at Twilio and takes it out of the config. */
export async function undo({ ports, config }: StepContext): Promise<void> {
  await ports.hold(async () => {
    await ports.twilio.deleteSecondary(config.main);
    await ports.config.write({ next: undefined });
  });
}

/** Deletes the old API key, once the new one is shown to work, and then the note of it. */
export async function deleteOldKey({ ports, config }: StepContext): Promise<void> {
  const { main, keySid, keySecret, oldKeySid } = config;
  if (!(await ports.twilio.keyWorks(keySid, keySecret))) {
    throw checkFailed(
      "Twilio does not accept the new API key, so the old one stays",
      "npm run rotate-credentials -- --status",
    );
  }
  ports.tell("Deleting the old API key");
  if (oldKeySid !== undefined) await ports.twilio.deleteKey(main, oldKeySid);
  await ports.config.write({ oldKeySid: undefined });
}

function required({ main, next }: StepContext["config"]): {
  readonly main: string;
  readonly next: string;
} {
  if (next === undefined) throw checkFailed("the config holds no next auth token", "run it again");
  return { main, next };
}
