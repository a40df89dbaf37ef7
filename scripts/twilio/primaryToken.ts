import { timingSafeEqual } from "node:crypto";
import type { Twilio } from "twilio";
import type { TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import type { Check } from "../terminal/report";
import { twilioClient } from "./client";

/** Reads the account's primary auth token, only to compare it in memory. Undefined if Twilio does not show it. */
export async function primaryToken(
  client: Twilio,
  accountSid: string,
): Promise<string | undefined> {
  const account = await client.api.v2010.accounts(accountSid).fetch();
  const shown: unknown = account.authToken;
  return typeof shown === "string" && shown !== "" ? shown : undefined;
}

/** Whether two tokens are the same, in constant time. */
export function isSameToken(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Checks that the auth token is the primary one. A secondary token can log in too, but Twilio signs webhooks with the primary
 * one. Returns no check if Twilio does not show the primary token.
 */
export async function primaryChecks(credentials: TwilioCredentials): Promise<Check[]> {
  const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token } = credentials;
  const name = "TWILIO_AUTH_TOKEN";
  const shown = await primaryToken(twilioClient(credentials, "token"), sid).catch(() => undefined);
  if (shown === undefined) return [];
  if (isSameToken(shown, token)) {
    return [{ name, result: "ok", detail: "is the primary one: Twilio signs webhooks with it" }];
  }
  const detail = "is not the account's primary auth token: Twilio signs webhooks with another";
  const fix = "take the primary token from Twilio's console, or promote this one there";
  return [{ name, result: "fail", detail, fix }];
}
