import { randomBytes } from "node:crypto";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";

/** A phone number as Twilio's API returns it, with the fields of Twilio's OpenAPI description. */
export interface NumberResource {
  [field: string]: unknown;
  readonly sid: string;
  readonly phone_number: string;
  voice_url: string | null;
  voice_method: string;
  voice_fallback_url: string | null;
  voice_receive_mode: string;
  capabilities: { voice: boolean; sms: boolean; mms: boolean; fax: boolean };
  status_callback: string;
  status_callback_method: string;
  voice_application_sid: string | null;
  trunk_sid: string | null;
}

/** A new number at Twilio, which has no voice URL yet. */
export function newNumber({
  TWILIO_ACCOUNT_SID: account,
  TWILIO_PHONE_NUMBER: phone,
}: TwilioCredentials): NumberResource {
  const sid = `PN${randomBytes(16).toString("hex")}`;
  return {
    sid,
    account_sid: account,
    address_requirements: "none",
    address_sid: null,
    api_version: "2010-04-01",
    beta: false,
    bundle_sid: null,
    capabilities: { voice: true, sms: true, mms: false, fax: false },
    date_created: "Thu, 30 Jul 2015 23:19:04 +0000",
    date_updated: "Thu, 30 Jul 2015 23:19:04 +0000",
    emergency_address_sid: null,
    emergency_address_status: "unregistered",
    emergency_status: "Active",
    friendly_name: "phone service",
    identity_sid: null,
    origin: "twilio",
    phone_number: phone,
    sms_application_sid: null,
    sms_fallback_method: "POST",
    sms_fallback_url: "",
    sms_method: "POST",
    sms_url: "",
    status: "in-use",
    status_callback: "",
    status_callback_method: "POST",
    trunk_sid: null,
    uri: `/2010-04-01/Accounts/${account}/IncomingPhoneNumbers/${sid}.json`,
    voice_application_sid: null,
    voice_caller_id_lookup: false,
    voice_fallback_method: "POST",
    voice_fallback_url: null,
    voice_method: "POST",
    voice_receive_mode: "voice",
    voice_url: "https://demo.twilio.com/welcome/voice/",
  };
}
