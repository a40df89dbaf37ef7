import {
  ALL_CREDENTIALS,
  type AnyCredentialName,
} from "../../../infra/credentials/twilioCredentials";

/** What may be said of a credential's value: its prefix class, when it has one, and its length. */
export function masked(name: AnyCredentialName, value: string): string {
  const prefix = ALL_CREDENTIALS.find((spec) => spec.name === name)?.prefix ?? "";
  const shown = prefix !== "" && value.startsWith(prefix) ? prefix : "";
  const unit = value.length === 1 ? "character" : "characters";
  return `${shown}… ${value.length} ${unit}`;
}

/** A URL without what may be secret in it: user, password and query values. */
export function shownUrl(url: string): string {
  if (url === "") return "(none)";
  if (!URL.canParse(url)) return "(not a URL)";
  const { protocol, host, pathname, search } = new URL(url);
  return `${protocol}//${host}${pathname}${search === "" ? "" : "?…"}`;
}
