import { isCredential, type TwilioCredentials } from "../infra/credentials/twilioCredentials";
import { main, type Command } from "./terminal/command";
import { endingWith, interrupted } from "./terminal/interrupts";
import { masked, shownUrl } from "./secret/mask";
import type { Options } from "./terminal/options";
import type { Report } from "./terminal/report";
import { checkFailed, wrongUse, type ScriptError } from "./terminal/scriptError";
import { credentialsOf, WEBHOOK_OPTIONS } from "./secret/secretCredentials";
import { Target } from "./stack/target";
import { findNumber, notOwned, updateNumber } from "./twilio/number";
import type { PhoneNumber, VoiceSettings } from "./twilio/number";
import { same, WebhookHistory } from "./twilio/webhookHistory";
import { requireHttps } from "./twilio/webhookUrl";

const command: Command = {
  name: "configure-webhook",
  isCredential,
  summary: "Points the Twilio number's calls at the stack's webhook, or back at what they were.",
  options: {
    ...WEBHOOK_OPTIONS,
    "status-callback": {
      type: "string",
      value: "URL",
      description: "URL that Twilio tells how a call ended",
    },
    "dry-run": { type: "boolean", description: "say what would change, and change nothing" },
    restore: { type: "boolean", description: "undo the last change that this command made" },
  },
  examples: [
    "npm run configure-webhook -- --stack dev --dry-run",
    "npm run configure-webhook -- --stack dev --restore",
  ],

  async run(options, report) {
    const restore = options.flag("restore");
    const given = ["webhook-url", "status-callback"].find(
      (name) => options.text(name) !== undefined,
    );
    if (restore && given !== undefined) {
      throw wrongUse(`--restore and --${given} say different things`, "give one of them");
    }
    const target = await Target.of(
      options,
      restore ? ["secret-id"] : ["secret-id", "webhook-url"],
      report,
    );
    const wanted = restore ? undefined : wantedSettings(target);
    const credentials = await credentialsOf(target, report);
    const { TWILIO_ACCOUNT_SID: account, TWILIO_PHONE_NUMBER: phone } = credentials;
    report.fact("twilio", "twilio", `account ${masked("TWILIO_ACCOUNT_SID", account)}`);
    report.fact("number", "number", masked("TWILIO_PHONE_NUMBER", phone));
    report.progress("Asking Twilio for the number");
    const number = await ownNumber(credentials);
    const history = new WebhookHistory(number.sid, process.env);
    const after =
      wanted === undefined ? lastSettings(history, number) : { ...current(number), ...wanted };
    return apply({ credentials, number, history, after, options, report });
  },
};

/** What the number shall be set to; checked before anything is asked of AWS or Twilio. */
function wantedSettings(target: Target): Partial<VoiceSettings> {
  const voiceUrl = requireHttps(target.required("webhook-url"), "the webhook URL").href;
  const callback = target.optional("status-callback");
  return {
    voiceUrl,
    voiceMethod: "POST",
    ...(callback === undefined
      ? {}
      : {
          statusCallback: requireHttps(callback, "the status callback").href,
          statusCallbackMethod: "POST",
        }),
  };
}

async function ownNumber(credentials: TwilioCredentials): Promise<PhoneNumber> {
  const number = await findNumber(credentials, "token");
  if (number === undefined) throw notOwned(credentials);
  const { trunkSid, voiceApplicationSid } = number;
  if (trunkSid === "" && voiceApplicationSid === "") return number;
  const by = trunkSid === "" ? "a TwiML application" : "a SIP trunk";
  throw checkFailed(
    `${by} takes the calls of ${number.sid}: Twilio ignores its voice URL`,
    `take the number out of ${by} in Twilio's console, Phone Numbers, Active numbers`,
  );
}

/** What the number was set to before the last change; only if nobody has changed it since. */
function lastSettings(history: WebhookHistory, number: PhoneNumber): VoiceSettings {
  const last = history.changes().at(-1);
  if (last === undefined) {
    throw checkFailed(`${history.file} holds no change of this number: nothing to restore`);
  }
  if (same(last.after, number) || same(last.before, number)) return last.before;
  throw checkFailed(
    `the number points at ${shownUrl(number.voiceUrl)}: somebody has changed it since ${last.changedAt}`,
    `set it by hand, or with --webhook-url; before that change it was ${shownUrl(last.before.voiceUrl)}`,
  );
}

interface Change {
  readonly credentials: TwilioCredentials;
  readonly number: PhoneNumber;
  readonly history: WebhookHistory;
  readonly after: VoiceSettings;
  readonly options: Options;
  readonly report: Report;
}

async function apply(change: Change): Promise<0 | 1> {
  const { credentials, number, history, after, options, report } = change;
  const before = current(number);
  const restore = options.flag("restore");
  show(report, before, after);
  if (options.flag("dry-run")) return report.verdict("A dry run: nothing was changed.", () => "");
  if (same(before, after)) {
    if (restore) history.dropLast();
    return report.verdict("The number is set so already: nothing to change.", () => "");
  }
  if (!restore) history.note({ before, after, changedAt: new Date().toISOString() });
  report.progress("Changing the number");
  const answered = await endingWith(halfDone(restore), () =>
    updateNumber(credentials, number.sid, after),
  );
  if (!same(answered, after)) {
    throw checkFailed(
      `Twilio has set the voice URL to ${shownUrl(answered.voiceUrl)} instead`,
      "run it again with --dry-run",
    );
  }
  if (restore) history.dropLast();
  return report.verdict(
    restore
      ? "The number is set as it was before."
      : "Calls go to the webhook. Undo it with --restore.",
    () => "",
  );
}

/** What an interrupt says while Twilio makes the change; the history holds it already. */
function halfDone(restore: boolean): ScriptError {
  return restore
    ? interrupted(": the number may have been set back already")
    : interrupted(
        ": the number may have been changed",
        "npm run configure-webhook -- --dry-run shows it, and --restore undoes it",
      );
}

function current({
  voiceUrl,
  voiceMethod,
  statusCallback,
  statusCallbackMethod,
}: PhoneNumber): VoiceSettings {
  return { voiceUrl, voiceMethod, statusCallback, statusCallbackMethod };
}

function show(report: Report, before: VoiceSettings, after: VoiceSettings): void {
  const lines = (settings: VoiceSettings): readonly string[] => [
    `${settings.voiceMethod} ${shownUrl(settings.voiceUrl)}`,
    `${settings.statusCallbackMethod} ${shownUrl(settings.statusCallback)}`,
  ];
  const [voiceBefore = "", callbackBefore = ""] = lines(before);
  const [voiceAfter = "", callbackAfter = ""] = lines(after);
  report.line(`voice      ${voiceBefore}`);
  report.line(`        →  ${voiceAfter}`);
  report.line(`callback   ${callbackBefore}`);
  report.line(`        →  ${callbackAfter}`);
  report.data("before", { voice: voiceBefore, callback: callbackBefore });
  report.data("after", { voice: voiceAfter, callback: callbackAfter });
}

void main(command);
