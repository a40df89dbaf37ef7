import { CREDENTIALS, type CredentialName } from "../../../../infra/credentials/twilioCredentials";
import { newCredentials } from "../../../support/twilio/twilioCredentials";

/** The credentials in the file. */
export const own = newCredentials();

/** The text of a `.env` file, with some values changed. */
export function text(change: Partial<Record<CredentialName, string>> = {}): string {
  const values = { ...own, ...change };
  return CREDENTIALS.map(({ name }) => `${name}=${values[name]}\n`).join("");
}
