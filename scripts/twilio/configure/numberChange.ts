import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { shownUrl } from "../../secret/masking/mask";
import { endingWith, interrupted } from "../../terminal/process/interrupts";
import { checkFailed, ScriptError } from "../../terminal/scriptError";
import { findBySid, updateNumber, type PhoneNumber } from "../number";
import { same, SETTING_NAMES, type VoiceSettings } from "../voiceSettings";
import type { NotedSettings, WebhookHistory } from "./webhookHistory";

/** A change of one number's settings. */
export interface NumberChange {
  readonly credentials: TwilioCredentials;
  readonly sid: string;
  readonly history: WebhookHistory;
  readonly before: VoiceSettings;
  readonly after: NotedSettings;
  /** Whether it undoes the last change. */
  readonly restore: boolean;
  /** The options that name this run's numbers, for the command that undoes the change. */
  readonly names: string;
}

/** Takes the settings from a number. */
export function settingsOf(number: PhoneNumber): VoiceSettings {
  const { voiceUrl, voiceMethod, voiceFallbackUrl, voiceFallbackMethod } = number;
  const { statusCallback, statusCallbackMethod } = number;
  return {
    voiceUrl,
    voiceMethod,
    voiceFallbackUrl,
    voiceFallbackMethod,
    statusCallback,
    statusCallbackMethod,
  };
}

/** The number's settings before the last change. @throws ScriptError if somebody has changed the number since */
export function settingsToRestore(history: WebhookHistory, number: PhoneNumber): NotedSettings {
  const last = history.changes().at(-1);
  if (last === undefined) {
    throw checkFailed(`${history.file} holds no change of this number: nothing to restore`);
  }
  if (same(last.after, number) || same(last.before, number)) return last.before;
  throw checkFailed(
    `the number points at ${shownUrl(number.voiceUrl)}: somebody has changed it since ${last.changedAt}`,
    `set it by hand, or with --webhook-url; before that change it was ${shownUrl(last.before.voiceUrl ?? "")}`,
  );
}

/**
 * Notes in the history how to undo the change, and then makes it.
 *
 * @param done - SIDs of the numbers that this run has already changed
 * @throws ScriptError if it failed or was interrupted; the error says what the number is set to now, if that is known
 */
export async function makeChange(change: NumberChange, done: readonly string[]): Promise<void> {
  const { credentials, sid, history, before, after, restore, names } = change;
  if (!restore) history.note({ before, after, changedAt: new Date().toISOString() });
  const answered = await endingWith(halfDone(change), async () => {
    try {
      return await updateNumber(credentials, sid, changed(before, after));
    } catch (error) {
      throw await withNumberState(error, change, done);
    }
  });
  if (restore) {
    history.dropLast();
    return;
  }
  // --restore compares with what Twilio has stored, which may be spelled differently.
  history.amendLast(answered);
  if (same(answered, after)) return;
  throw checkFailed(
    `Twilio has set the voice URL to ${shownUrl(answered.voiceUrl)} instead`,
    `run it again with --dry-run; --restore${names} undoes the change`,
  );
}

/** The settings that differ. Twilio does not change the others. */
function changed(before: VoiceSettings, after: NotedSettings): NotedSettings {
  return Object.fromEntries(
    SETTING_NAMES.flatMap((name) => {
      const value = after[name];
      return value === undefined || value === before[name] ? [] : [[name, value]];
    }),
  );
}

/**
 * Adds to a failed update what the number is set to now, because Twilio may have made the change although its answer was lost.
 */
async function withNumberState(
  error: unknown,
  { credentials, sid, before, after, restore, names }: NumberChange,
  done: readonly string[],
): Promise<unknown> {
  if (!(error instanceof ScriptError)) return error;
  const earlier = done.length === 0 ? "" : `; changed before it: ${done.join(", ")}`;
  const state = await stateNow(credentials, sid);
  const undo = restore
    ? "run it again"
    : `npm run configure-webhook -- --restore${names} undoes it`;
  if (state === undefined) {
    const fix = `npm run configure-webhook -- --dry-run${names} shows it, and --restore${names} ${restore ? "tries again" : "undoes it"}`;
    return checkFailed(`${error.message}: the number ${sid} may have been changed${earlier}`, fix);
  }
  if (same(state, after)) {
    return checkFailed(
      `${error.message}, and yet the number ${sid} has been changed${earlier}`,
      undo,
    );
  }
  const is = same(state, before) ? "is as it was" : `points at ${shownUrl(state.voiceUrl)}`;
  return checkFailed(`${error.message}: the number ${sid} ${is}${earlier}`, error.fix);
}

async function stateNow(
  credentials: TwilioCredentials,
  sid: string,
): Promise<PhoneNumber | undefined> {
  try {
    return (await findBySid(credentials, [sid]))[0];
  } catch {
    return undefined;
  }
}

/** The error for an interrupt while Twilio makes the change. The history already contains the change. */
function halfDone({ restore, names }: NumberChange): ScriptError {
  return restore
    ? interrupted(": the number may have been set back already")
    : interrupted(
        ": the number may have been changed",
        `npm run configure-webhook -- --dry-run${names} shows it, and --restore${names} undoes it`,
      );
}
