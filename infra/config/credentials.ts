import * as pulumi from "@pulumi/pulumi";
import type { TwilioCredentialInputs } from "../../components/secret/twilioSecret";
import { credentialFaults } from "../credentials/credentialFaults";
import {
  ALL_CREDENTIALS,
  NEXT_AUTH_TOKEN,
  OLD_API_SID_KEY,
  type TwilioCredentials,
} from "../credentials/twilioCredentials";
import type { ConfigReader } from "./reader";

/** The five credentials, and the next auth token while one is being rotated. A fault names the key, but no value. */
export function readCredentials(reader: ConfigReader): TwilioCredentials {
  const values = Object.fromEntries(
    ALL_CREDENTIALS.map(({ name, configKey }) => [name, reader.text(configKey) || undefined]),
  );
  const next = values[NEXT_AUTH_TOKEN.name];
  for (const { configKey, problem, expected } of credentialFaults(values)) {
    reader.faults.push(
      `${configKey} ${problem}: expected ${expected}. Fix it: pulumi config set --secret ${configKey}`,
    );
  }
  // Only a rotation uses it: no resource gets it.
  const oldApiSid = reader.text(OLD_API_SID_KEY);
  if (oldApiSid !== "" && !/^SK[0-9a-fA-F]{32}$/.test(oldApiSid)) {
    reader.faultFixedBy(OLD_API_SID_KEY, "expected the SID of an API key", `rm ${OLD_API_SID_KEY}`);
  }
  return {
    TWILIO_ACCOUNT_SID: values["TWILIO_ACCOUNT_SID"] ?? "",
    TWILIO_AUTH_TOKEN: values["TWILIO_AUTH_TOKEN"] ?? "",
    TWILIO_PHONE_NUMBER: values["TWILIO_PHONE_NUMBER"] ?? "",
    TWILIO_API_SID: values["TWILIO_API_SID"] ?? "",
    TWILIO_API_SECRET: values["TWILIO_API_SECRET"] ?? "",
    ...(next === undefined ? {} : { TWILIO_AUTH_TOKEN_NEXT: next }),
  };
}

/** The credentials, each marked as a Pulumi secret. */
export function credentialSecrets(values: TwilioCredentials): TwilioCredentialInputs {
  const next = values.TWILIO_AUTH_TOKEN_NEXT;
  return {
    TWILIO_ACCOUNT_SID: pulumi.secret(values.TWILIO_ACCOUNT_SID),
    TWILIO_AUTH_TOKEN: pulumi.secret(values.TWILIO_AUTH_TOKEN),
    TWILIO_PHONE_NUMBER: pulumi.secret(values.TWILIO_PHONE_NUMBER),
    TWILIO_API_SID: pulumi.secret(values.TWILIO_API_SID),
    TWILIO_API_SECRET: pulumi.secret(values.TWILIO_API_SECRET),
    ...(next === undefined ? {} : { TWILIO_AUTH_TOKEN_NEXT: pulumi.secret(next) }),
  };
}
