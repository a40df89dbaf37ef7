import { checkFailed } from "../../terminal/scriptError";
import type { RotationPorts } from "../ports";
import type { StepContext } from "./context";

/** How often Twilio is asked whether it has put a promotion into effect. */
const MOST_REQUESTS_AFTER_PROMOTION = 60;

/** Swaps the two tokens in the config, for a service that logs in to Twilio with the main one. */
export async function swap({ ports, config }: StepContext): Promise<void> {
  const { main, next } = required(config);
  await ports.config.write({ main: next, next: main });
}

/**
 * Proves that the tasks accept both tokens, asks the user, and promotes. Then waits until Twilio no longer accepts the old token.
 */
export async function promote({ ports, config, facts, waits }: StepContext): Promise<void> {
  const { main, next } = required(config);
  await prove(ports, [main, next]);
  await ports.confirm(
    "The promotion deletes the present auth token at once, and nothing brings it back. After that the rotation can only be finished, not undone.",
  );
  // Logs in with the token that stays, which proves once more that it works.
  const staying = facts.primary === "next" ? main : next;
  await ports.hold(async () => {
    ports.tell("Promoting the next auth token");
    const promotion = await ports.twilio.promote(staying);
    if (typeof promotion === "string") return;
    const { primary } = promotion;
    if (primary === main || primary === next) return;
    // Somebody has replaced the secondary token. This answer is the only copy of the token that is now the primary one.
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
  for (let count = 0; count < MOST_REQUESTS_AFTER_PROMOTION; count++) {
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

/** Makes the next token the config's auth token, in one write. */
export async function takeOver({ ports, config }: StepContext): Promise<void> {
  const { next } = required(config);
  await ports.config.write({ main: next, next: undefined });
}

/** Deletes the next token at Twilio and removes it from the config. */
export async function undo({ ports, config }: StepContext): Promise<void> {
  await ports.hold(async () => {
    await ports.twilio.deleteSecondary(config.main);
    await ports.config.write({ next: undefined });
  });
}

function required({ main, next }: StepContext["config"]): {
  readonly main: string;
  readonly next: string;
} {
  if (next === undefined) throw checkFailed("the config holds no next auth token", "run it again");
  return { main, next };
}
