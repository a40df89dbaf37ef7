import type { CredentialName, TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import { masked } from "../secret/mask";
import type { Check } from "../terminal/report";
import { checkFailed, ScriptError } from "../terminal/scriptError";
import { LOGIN_PAIRS, twilioClient, twilioError, type LoginPair } from "./client";

/** How a number answers calls. */
export interface VoiceSettings {
  readonly voiceUrl: string;
  readonly voiceMethod: string;
  readonly statusCallback: string;
  readonly statusCallbackMethod: string;
}

/** A phone number of the account. */
export interface PhoneNumber extends VoiceSettings {
  /** Its SID, `PN…`; an identifier, not a credential. */
  readonly sid: string;
  /** A TwiML application that answers its calls: then Twilio ignores the voice URL. */
  readonly voiceApplicationSid: string;
  /** A SIP trunk that takes its calls: then Twilio ignores the voice URL. */
  readonly trunkSid: string;
}

/**
 * Reads the number: one request, filtered by the number. It proves the pair of credentials, and that the number is the
 * account's. The account resource is never read, because its body holds the auth token.
 *
 * @returns undefined when the account does not own the number
 * @throws ScriptError when Twilio refuses
 */
export async function findNumber(
  credentials: TwilioCredentials,
  pair: LoginPair,
): Promise<PhoneNumber | undefined> {
  const phoneNumber = credentials.TWILIO_PHONE_NUMBER;
  try {
    const client = twilioClient(credentials, pair);
    const found = await client.incomingPhoneNumbers.list({ phoneNumber, limit: 20, pageSize: 20 });
    // The filter also finds numbers that only contain this one.
    const own = found.find((each) => each.phoneNumber === phoneNumber);
    return own === undefined
      ? undefined
      : {
          sid: own.sid,
          ...voiceSettings(own),
          voiceApplicationSid: text(own.voiceApplicationSid),
          trunkSid: text(own.trunkSid),
        };
  } catch (error) {
    throw error instanceof ScriptError ? error : twilioError(error, pair);
  }
}

/** Changes how the number answers calls and returns what Twilio then says. */
export async function updateNumber(
  credentials: TwilioCredentials,
  sid: string,
  settings: VoiceSettings,
): Promise<VoiceSettings> {
  try {
    const client = twilioClient(credentials, "token");
    // A URL can be emptied, a method cannot.
    const given = Object.entries(settings).filter(
      ([key, value]) => value !== "" || /Url|back$/.test(key),
    );
    return voiceSettings(await client.incomingPhoneNumbers(sid).update(Object.fromEntries(given)));
  } catch (error) {
    throw error instanceof ScriptError ? error : twilioError(error, "token");
  }
}

/** Asks Twilio with both pairs of credentials; one line for each. */
export async function liveChecks(credentials: TwilioCredentials): Promise<Check[]> {
  const checks: Check[] = [];
  for (const pair of ["token", "key"] as const) checks.push(await liveCheck(credentials, pair));
  return checks;
}

async function liveCheck(credentials: TwilioCredentials, pair: LoginPair): Promise<Check> {
  const name = LOGIN_PAIRS[pair].join(" + ");
  try {
    if ((await findNumber(credentials, pair)) !== undefined) {
      return { name, result: "ok", detail: "Twilio accepts them; the number is the account's" };
    }
    const { message, cure = "" } = notOwned(credentials);
    return { name, result: "fail", detail: message, cure };
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    const { message, cure = "" } = error;
    return { name, result: "fail", detail: message, cure };
  }
}

/** The number is not among the account's. */
export function notOwned(credentials: TwilioCredentials): ScriptError {
  const shown = (name: CredentialName): string => `${name} (${masked(name, credentials[name])})`;
  return checkFailed(
    `${shown("TWILIO_PHONE_NUMBER")} is not a number of ${shown("TWILIO_ACCOUNT_SID")}`,
    "take the number from Twilio's console, Phone Numbers, Active numbers",
  );
}

/** Twilio answers null where nothing is set. */
function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function voiceSettings(settings: Readonly<Record<keyof VoiceSettings, unknown>>): VoiceSettings {
  return {
    voiceUrl: text(settings.voiceUrl),
    voiceMethod: text(settings.voiceMethod),
    statusCallback: text(settings.statusCallback),
    statusCallbackMethod: text(settings.statusCallbackMethod),
  };
}
