import {
  ALL_CREDENTIALS,
  type AnyCredentialName,
} from "../../../infra/credentials/twilioCredentials";

/** The only form in which a credential's value may be shown: its fixed prefix, such as AC, and its length. */
export function masked(name: AnyCredentialName, value: string): string {
  const prefix = ALL_CREDENTIALS.find((spec) => spec.name === name)?.prefix ?? "";
  const shown = prefix !== "" && value.startsWith(prefix) ? prefix : "";
  const unit = value.length === 1 ? "character" : "characters";
  return `${shown}… ${value.length} ${unit}`;
}

/** A URL without the parts that may be secret: user, password and query values. */
export function shownUrl(url: string): string {
  if (url === "") return "(none)";
  if (!URL.canParse(url)) return "(not a URL)";
  const { protocol, host, pathname, search } = new URL(url);
  return `${protocol}//${host}${pathname}${search === "" ? "" : "?…"}`;
}
