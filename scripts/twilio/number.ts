import { setTimeout as sleep } from "node:timers/promises";
import type { IncomingPhoneNumberInstance } from "twilio/lib/rest/api/v2010/account/incomingPhoneNumber";
import type { CredentialName, TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import { masked } from "../secret/masking/mask";
import type { Check } from "../terminal/report";
import { checkFailed, ScriptError } from "../terminal/scriptError";
import { isPassing, LOGIN_PAIRS, twilioClient, twilioError, type LoginPair } from "./client";
import { primaryChecks } from "./primaryToken";
import { voiceSettings, type VoiceSettings } from "./voiceSettings";

/** A phone number of the account. */
export interface PhoneNumber extends VoiceSettings {
  /** Its SID, `PN…`; an identifier, not a credential. */
  readonly sid: string;
  /** SID of a TwiML application that answers the number's calls, or "". With one, Twilio ignores the voice URL. */
  readonly voiceApplicationSid: string;
  /** SID of a SIP trunk that takes the number's calls, or "". With one, Twilio ignores the voice URL. */
  readonly trunkSid: string;
  /** Why the number cannot receive calls, in words. Undefined if it can. */
  readonly silence: string | undefined;
}

/** Twilio's largest page size. */
const PAGE_SIZE = 1000;

/** Pauses before a read is tried again, in milliseconds. */
const PAUSES_MS = [200, 800];

/**
 * Finds the number in the account, with one request. Success proves that the credentials are valid and that the account owns the
 * number. It does not read the account resource, because that contains the auth token.
 *
 * @returns undefined if the account does not own the number
 * @throws ScriptError if Twilio refuses
 */
export async function findNumber(
  credentials: TwilioCredentials,
  pair: LoginPair,
): Promise<PhoneNumber | undefined> {
  const phoneNumber = credentials.TWILIO_PHONE_NUMBER;
  // Twilio's filter also finds longer numbers that contain this one.
  const found = await listNumbers(credentials, pair, { phoneNumber });
  return found.find((each) => each.phoneNumber === phoneNumber)?.number;
}

/** Finds the numbers with these SIDs. @throws ScriptError if Twilio refuses, or if the account lacks one of them */
export async function findBySid(
  credentials: TwilioCredentials,
  sids: readonly string[],
): Promise<PhoneNumber[]> {
  const all = (await listNumbers(credentials, "token", {})).map(({ number }) => number);
  const missing = sids.filter((sid) => !all.some((number) => number.sid === sid));
  if (missing.length > 0) {
    const known = all.slice(0, 10).map(({ sid }) => sid);
    const more = all.length > known.length ? ` and ${all.length - known.length} more` : "";
    throw checkFailed(
      `the account has no number ${missing.join(", ")}`,
      known.length === 0 ? "it has none" : `it has ${known.join(", ")}${more}`,
    );
  }
  return all.filter((number) => sids.includes(number.sid));
}

interface ListedNumber {
  readonly phoneNumber: string;
  readonly number: PhoneNumber;
}

async function listNumbers(
  credentials: TwilioCredentials,
  pair: LoginPair,
  filter: { readonly phoneNumber?: string },
): Promise<ListedNumber[]> {
  try {
    const client = twilioClient(credentials, pair);
    const found = await withRetries(() =>
      client.incomingPhoneNumbers.list({ ...filter, pageSize: PAGE_SIZE }),
    );
    return found.map((each) => ({ phoneNumber: each.phoneNumber, number: phoneNumberOf(each) }));
  } catch (error) {
    throw error instanceof ScriptError ? error : twilioError(error, pair);
  }
}

/** Repeats a read that failed in the network or at Twilio. This is safe, because a read changes nothing. */
async function withRetries<T>(read: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await read();
    } catch (error) {
      if (error instanceof ScriptError || !isPassing(error)) throw error;
      await sleep(pause);
    }
  }
  return read();
}

function phoneNumberOf(answer: IncomingPhoneNumberInstance): PhoneNumber {
  const { sid, capabilities, voiceReceiveMode } = answer;
  const mode: unknown = voiceReceiveMode;
  return {
    sid,
    ...voiceSettings(answer),
    voiceApplicationSid: text(answer.voiceApplicationSid),
    trunkSid: text(answer.trunkSid),
    silence: silenceOf(capabilities, mode),
  };
}

function silenceOf(capabilities: unknown, mode: unknown): string | undefined {
  const voice: unknown =
    typeof capabilities === "object" && capabilities !== null
      ? Reflect.get(capabilities, "voice")
      : undefined;
  if (voice === false) return "takes no voice calls";
  return mode === "fax" ? "is in fax mode" : undefined;
}

/** Changes a number's settings, and returns the settings in Twilio's answer. */
export async function updateNumber(
  credentials: TwilioCredentials,
  sid: string,
  settings: Partial<VoiceSettings>,
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

/** Checks both pairs of credentials at Twilio, and whether the auth token is the primary one. */
export async function liveChecks(credentials: TwilioCredentials): Promise<Check[]> {
  const checks: Check[] = [];
  for (const pair of ["token", "key"] as const) checks.push(await liveCheck(credentials, pair));
  return checks[0]?.result === "ok" ? [...checks, ...(await primaryChecks(credentials))] : checks;
}

async function liveCheck(credentials: TwilioCredentials, pair: LoginPair): Promise<Check> {
  const name = LOGIN_PAIRS[pair].join(" + ");
  try {
    const number = await findNumber(credentials, pair);
    if (number !== undefined && number.silence === undefined) {
      return { name, result: "ok", detail: "Twilio accepts them; the number is the account's" };
    }
    const fault = number === undefined ? notOwned(credentials) : noCalls(number);
    const { message, fix = "" } = fault;
    return { name, result: "fail", detail: message, fix };
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    const { message, fix = "" } = error;
    return { name, result: "fail", detail: message, fix };
  }
}

/** The error for a number that the account does not own. */
export function notOwned(credentials: TwilioCredentials): ScriptError {
  const shown = (name: CredentialName): string => `${name} (${masked(name, credentials[name])})`;
  return checkFailed(
    `${shown("TWILIO_PHONE_NUMBER")} is not a number of ${shown("TWILIO_ACCOUNT_SID")}`,
    "take the number from Twilio's console, Phone Numbers, Active numbers; one of a sub-account goes with that account's SID and token",
  );
}

/** The error for a number of the account that cannot receive calls. */
export function noCalls({ sid, silence = "takes no calls" }: PhoneNumber): ScriptError {
  return checkFailed(
    `the number ${sid} ${silence}: no call reaches its voice URL`,
    "take a number with the capability Voice, and set it to receive voice calls, in Twilio's console",
  );
}

/** Twilio answers null if nothing is set. */
function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
