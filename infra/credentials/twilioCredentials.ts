/**
 * The Twilio credentials as the stack's config has them: each credential's config key, next to what the component package
 * knows of it. Nothing here ever returns, prints or throws a value or a part of one.
 */
import {
  type AnyCredentialName,
  CREDENTIAL_FORMATS,
  type CredentialFormat,
  type TwilioCredentials,
} from "../../components/secret/twilioCredentials";

export {
  type AnyCredentialName,
  type CredentialFinder,
  type CredentialName,
  credentialNamed,
  credentialsIn,
  isCredential,
  type TwilioCredentials,
} from "../../components/secret/twilioCredentials";

/** What is known of one Twilio credential. */
export interface CredentialSpec extends CredentialFormat {
  /** Key of the stack config secret. */
  readonly configKey: string;
}

/** The five credentials in the order in which Twilio's console shows them. */
export const CREDENTIALS = [
  { ...CREDENTIAL_FORMATS.TWILIO_ACCOUNT_SID, configKey: "twilioAccountSid" },
  { ...CREDENTIAL_FORMATS.TWILIO_AUTH_TOKEN, configKey: "twilioAuthToken" },
  { ...CREDENTIAL_FORMATS.TWILIO_PHONE_NUMBER, configKey: "twilioPhoneNumber" },
  { ...CREDENTIAL_FORMATS.TWILIO_API_SID, configKey: "twilioApiSid" },
  { ...CREDENTIAL_FORMATS.TWILIO_API_SECRET, configKey: "twilioApiSecret" },
] as const satisfies readonly CredentialSpec[];

/** The auth token that will be Twilio's primary one. It is set only while the auth token is being rotated. */
export const NEXT_AUTH_TOKEN = {
  ...CREDENTIAL_FORMATS.TWILIO_AUTH_TOKEN_NEXT,
  configKey: "twilioAuthTokenNext",
} as const satisfies CredentialSpec;

/** Config key of the API key SID that is to be deleted, once no task uses it. It is set only while the key is being rotated. */
export const OLD_API_SID_KEY = "twilioApiSidOld";

/** The five credentials, and the one of a rotation after them. */
export const ALL_CREDENTIALS = [...CREDENTIALS, NEXT_AUTH_TOKEN] as const;

/** The stack config key of a credential. */
export type CredentialConfigKey = (typeof ALL_CREDENTIALS)[number]["configKey"];

/** The names of the credentials that a set has. */
export function namesIn(values: TwilioCredentials): readonly AnyCredentialName[] {
  const specs = values.TWILIO_AUTH_TOKEN_NEXT === undefined ? CREDENTIALS : ALL_CREDENTIALS;
  return specs.map(({ name }) => name);
}
