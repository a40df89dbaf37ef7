import type { Options } from "../terminal/options";
import type { Report } from "../terminal/report";
import { credentialsFromEsc } from "../stack/escCredentials";
import { stackConfig } from "../stack/stack";
import { wrongUse } from "../terminal/scriptError";
import type { Wishes } from "./decide";
import { otherRotation, sharedAccount } from "./stack/otherRotations";
import type { StackRotation } from "./stack/stackRotation";

/** The advice if another checkout is ahead of this one. */
const TAKE_THEIRS = "take their Pulumi.<stack>.yaml, or let them finish and then take it";

/** Makes the checks and asks the questions that must come before the first step. */
export async function prepare(
  rotation: StackRotation,
  wishes: Wishes,
  options: Options,
  report: Report,
): Promise<void> {
  const { ports, stack, twilio } = rotation;
  refuseEsc(credentialsFromEsc(stack.workspace.workDir, stack.name, await stackConfig(stack)));
  const config = await ports.config.read();
  const elsewhere = await otherRotation(rotation, config);
  if (elsewhere !== undefined) throw wrongUse(elsewhere, TAKE_THEIRS);
  if (options.flag("discard-secondary")) {
    if (config.next !== undefined) {
      throw wrongUse(
        "the config holds the secondary auth token: it is not lost",
        "--undo discards it",
      );
    }
    await ports.confirm("This also deletes a secondary auth token that somebody else has made.");
    const wasThere = await twilio.deleteSecondary(config.main);
    report.line(
      wasThere ? "The secondary auth token is deleted." : "There was no secondary auth token.",
    );
  }
  const isBegun = config.next !== undefined || config.oldKeySid !== undefined;
  if (!isBegun && (wishes.token || wishes.apiKey)) await askForOthers(rotation, wishes, report);
}

/** Asks the user if the rotation would affect other stacks. */
async function askForOthers(
  rotation: StackRotation,
  { token, apiKey }: Wishes,
  report: Report,
): Promise<void> {
  const { confirm } = rotation.ports;
  report.progress("Looking for other stacks of this Twilio account");
  const { same, sameKey, rotating, unknown } = await sharedAccount(rotation);
  const [other] = rotating;
  if (token && other !== undefined) {
    throw wrongUse(
      `the stack ${other} uses the same Twilio account and is being rotated: a new secondary token could delete its next token`,
      `npm run rotate-credentials -- --stack ${other} finishes it`,
    );
  }
  if (unknown.length > 0)
    report.line(`note: the config of ${unknown.join(", ")} cannot be compared`);
  if (token && same.length > 0) {
    await confirm(
      `Other stacks use the same Twilio account: ${same.join(", ")}. The promotion stops their calls until they have the new token. A sub-account for each stack avoids this.`,
    );
  }
  if (apiKey && sameKey.length > 0) {
    await confirm(
      `Other stacks use the same API key: ${sameKey.join(", ")}. It is deleted at the end, and their calls of Twilio's API then fail until they have a key of their own.`,
    );
  }
}

/** @throws ScriptError if an environment of Pulumi ESC would keep the old credentials, for other stacks too */
export function refuseEsc(keys: readonly string[]): void {
  if (keys.length === 0) return;
  throw wrongUse(
    `${keys.join(", ")} come from a Pulumi ESC environment: this command stores new credentials in the stack's file, and the environment would keep the old ones`,
    "rotate by hand in the environment, in the order of docs/rotation.md; or first move them into the stack's file: npm run setup-secrets",
  );
}
