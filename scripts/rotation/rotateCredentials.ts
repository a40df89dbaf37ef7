import type { Options } from "../terminal/options";
import type { Report } from "../terminal/report";
import { endingWith, interrupted } from "../terminal/process/interrupts";
import { whileLocked } from "../terminal/process/lock";
import { wrongUse } from "../terminal/scriptError";
import type { Wishes } from "./decide";
import { finish } from "./finish";
import { prepare } from "./prepare";
import { rotate } from "./run";
import { FINISH, openRotation } from "./stack/stackRotation";
import { showStatus } from "./status";

/** Pause between two requests for the tasks' state, in milliseconds. */
const POLL_MS = 5_000;

/** Rotates the stack's credentials, or shows the state of a rotation. Returns the exit code. */
export async function rotateCredentials(options: Options, report: Report): Promise<0 | 1> {
  const wishes = wishesOf(options);
  const waits = { settleMs: waitOf(options), pollMs: POLL_MS };
  const rotation = await openRotation(options, report);
  if (options.flag("status") || options.flag("dry-run")) {
    return showStatus(rotation, wishes, report);
  }
  const { name, project } = rotation.stack;
  const busy = `another rotation of ${project}/${name} is running on this machine`;
  return whileLocked(`rotation of ${project}/${name}`, busy, process.env, async () => {
    return endingWith(interrupted("", FINISH), async () => {
      await prepare(rotation, wishes, options, report);
      const { steps } = await rotate(rotation.ports, wishes, waits);
      return finish(rotation, steps, options, report);
    });
  });
}

/** @throws ScriptError with exit code 2 if options contradict each other */
function wishesOf(options: Options): Wishes {
  const flag = (name: string): boolean => options.flag(name);
  const against = ["token", "api-key", "rest-token", "discard-secondary"].filter(flag);
  if (flag("undo") && against.length > 0) {
    throw wrongUse(`--undo and --${against[0] ?? ""} say different things`, "give one of them");
  }
  return {
    token: flag("token") || flag("rest-token"),
    apiKey: flag("api-key"),
    undo: flag("undo"),
    restToken: flag("rest-token"),
  };
}

function waitOf(options: Options): number {
  const text = options.text("wait-after-promotion") ?? "60";
  if (!/^\d{1,4}$/.test(text)) {
    throw wrongUse("--wait-after-promotion: expected whole seconds from 0 to 9999", "see --help");
  }
  return Number(text) * 1000;
}
