import { openAwsSession } from "../../aws/session";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { masked } from "../../secret/masking/mask";
import { credentialsOf } from "../../secret/secretCredentials";
import { ScriptInputs } from "../../stack/scriptInputs";
import type { Options } from "../../terminal/options";
import type { Report } from "../../terminal/report";
import { checkFailed, wrongUse } from "../../terminal/scriptError";
import { findBySid, findNumber, noCalls, notOwned, type PhoneNumber } from "../number";
import { same, shownSettings, type VoiceSettings } from "../voiceSettings";
import { requirePublic } from "../webhookUrl";
import { makeChange, settingsOf, settingsToRestore, type NumberChange } from "./numberChange";
import { WebhookHistory } from "./webhookHistory";

/** Options with new settings for a number. */
const SETTING_OPTIONS = ["webhook-url", "status-callback", "fallback-url"];

/**
 * Points numbers at the webhook, or back to their earlier settings. All numbers are checked before the first is changed. Returns
 * the exit code.
 *
 * @throws ScriptError if a number cannot be set or a change failed; the error says what the number is set to
 */
export async function configureWebhook(options: Options, report: Report): Promise<0 | 1> {
  const restore = options.flag("restore");
  refuseContradictions(options);
  const sids = numberSids(options);
  const needed = restore ? (["secret-id"] as const) : (["secret-id", "webhook-url"] as const);
  const inputs = await ScriptInputs.of(options, needed, report);
  const wanted = restore ? undefined : wantedSettings(inputs, options.text("fallback-url"));
  report.progress("Asking AWS who is calling");
  const session = await openAwsSession(inputs.region(), report);
  const credentials = await credentialsOf(session, inputs, report);
  const numbers = await chosenNumbers(credentials, sids, report);
  const names = sids.map((sid) => ` --number ${sid}`).join("");
  const changes = numbers.map((number): NumberChange => {
    const history = new WebhookHistory(number.sid, process.env);
    const before = settingsOf(number);
    const after =
      wanted === undefined ? settingsToRestore(history, number) : { ...before, ...wanted };
    return { credentials, sid: number.sid, history, before, after, restore, names };
  });
  show(report, changes, sids.length > 0);
  if (options.flag("dry-run")) return report.verdict("A dry run: nothing was changed.", () => "");
  return apply(changes, report);
}

function refuseContradictions(options: Options): void {
  const given = SETTING_OPTIONS.find((name) => options.text(name) !== undefined);
  if (!options.flag("restore") || given === undefined) return;
  throw wrongUse(`--restore and --${given} say different things`, "give one of them");
}

function numberSids(options: Options): string[] {
  const sids = [...new Set(options.texts("number"))];
  if (sids.every((sid) => /^PN[0-9a-f]{32}$/.test(sid))) return sids;
  throw wrongUse(
    "--number takes the SID of a number: PN followed by 32 hexadecimal digits",
    "Twilio's console shows it: Phone Numbers, Active numbers, the number",
  );
}

/** The new settings of the numbers. They are checked before any call to AWS or Twilio. */
function wantedSettings(
  inputs: ScriptInputs,
  fallback: string | undefined,
): Partial<VoiceSettings> {
  const voiceUrl = requirePublic(inputs.required("webhook-url"), "the webhook URL").href;
  const callback = inputs.optional("status-callback");
  return {
    voiceUrl,
    voiceMethod: "POST",
    ...(fallback === undefined
      ? {}
      : {
          voiceFallbackUrl: requirePublic(fallback, "the fallback URL").href,
          voiceFallbackMethod: "POST",
        }),
    ...(callback === undefined
      ? {}
      : {
          statusCallback: requirePublic(callback, "the status callback").href,
          statusCallbackMethod: "POST",
        }),
  };
}

async function chosenNumbers(
  credentials: TwilioCredentials,
  sids: readonly string[],
  report: Report,
): Promise<PhoneNumber[]> {
  const { TWILIO_ACCOUNT_SID: account, TWILIO_PHONE_NUMBER: phone } = credentials;
  report.fact("twilio", "twilio", `account ${masked("TWILIO_ACCOUNT_SID", account)}`);
  if (sids.length === 0) {
    report.fact("number", "number", masked("TWILIO_PHONE_NUMBER", phone));
  }
  report.progress("Asking Twilio for the number");
  const numbers =
    sids.length === 0 ? [await ownNumber(credentials)] : await findBySid(credentials, sids);
  for (const number of numbers) requireCalls(number);
  return numbers;
}

async function ownNumber(credentials: TwilioCredentials): Promise<PhoneNumber> {
  const number = await findNumber(credentials, "token");
  if (number === undefined) throw notOwned(credentials);
  return number;
}

/** Requires a number whose calls go to its voice URL. */
function requireCalls(number: PhoneNumber): void {
  const { sid, trunkSid, voiceApplicationSid, silence } = number;
  if (silence !== undefined) throw noCalls(number);
  if (trunkSid === "" && voiceApplicationSid === "") return;
  const by = trunkSid === "" ? "a TwiML application" : "a SIP trunk";
  throw checkFailed(
    `${by} takes the calls of ${sid}: Twilio ignores its voice URL`,
    `take the number out of ${by} in Twilio's console, Phone Numbers, Active numbers`,
  );
}

function show(report: Report, changes: readonly NumberChange[], bySid: boolean): void {
  const shown = changes.map(({ sid, before, after }) => ({
    sid,
    before: shownSettings(before),
    after: shownSettings({ ...before, ...after }),
  }));
  for (const { sid, before, after } of shown) {
    if (bySid) report.line(`number     ${sid}`);
    for (const label of Object.keys(before)) {
      report.line(`${label.padEnd(10)} ${before[label] ?? ""}`);
      report.line(`        →  ${after[label] ?? ""}`);
    }
  }
  report.data("before", shown[0]?.before);
  report.data("after", shown[0]?.after);
  report.data("numbers", shown);
}

async function apply(changes: readonly NumberChange[], report: Report): Promise<0 | 1> {
  const open = changes.filter(({ before, after }) => !same(before, after));
  for (const { history, restore } of changes.filter((each) => !open.includes(each))) {
    if (restore) history.dropLast();
  }
  const have = changes.length === 1 ? "The number has" : "The numbers have";
  if (open.length === 0) {
    return report.verdict(`${have} these settings already: nothing to change.`, () => "");
  }
  const done: string[] = [];
  for (const change of open) {
    report.progress(open.length === 1 ? "Changing the number" : `Changing ${change.sid}`);
    await makeChange(change, done);
    done.push(change.sid);
  }
  return report.verdict(
    open[0]?.restore === true
      ? `${have} the earlier settings again.`
      : `Calls go to the webhook. Undo it with --restore${open[0]?.names ?? ""}.`,
    () => "",
  );
}
