import { saysOnlyCredential } from "../../../credentials/ownership";
import { TWILIO_WORDS } from "../../../credentials/twilioCredentials";
import { ownersInList } from "../../../tree/ownersAround";
import { isCredentialsName, isNamedAsCredential } from "../../judgement";
import { lineAround } from "./nameBefore";
import { isAboutDigest } from "./sentences";

/** The end of an option before its value, which may have a name of its own: `--token=`, `--from-literal=token=`. */
const OPTION = /(?<!\S)-{1,2}([A-Za-z][\w-]{0,40})[=\s]["']?(?:([\w.-]{1,60})=)?["']?$/;

/** What ends a command before the next one in a line. */
const END_OF_COMMAND = /[;|]|&&/;

/** An option that is Twilio: `--backend=twilio`. */
const TWILIO_OPTION = /(?<!\S)-{1,2}([A-Za-z][\w-]{0,40})[=\s]["']?twilio(?![\w-])/i;

/**
 * Whether a secret is an option of a command whose other words say Twilio, also on the lines that it continues: `kubectl create secret
 * generic twilio-credentials … --from-literal=token=…`. It leaves `--backend-password` alone behind `--notify=twilio`.
 */
export function isOptionAboutTwilio(text: string, start: number): boolean {
  const command = lineAround(text, start)[0].split(END_OF_COMMAND).at(-1) ?? "";
  const [, option = "", name = option] = OPTION.exec(command) ?? [];
  if (name === "" || !/twilio/i.test(command)) return false;
  const provider = TWILIO_OPTION.exec(command)?.[1];
  const isOfProvider = provider !== undefined && name.startsWith(`${provider}-`);
  if (!saysOnlyCredential(name) && !isOfProvider) return false;
  const owners = ownersInList(command.match(/[^\s\\"'=]+/g) ?? [], undefined);
  return isNamedAsCredential({ name, owners, named: "option", path: [], kind: "setting" });
}

/** A command or a call that prints a value. */
const PRINTS =
  /\b(?:config:get|get-parameters?|get-secret-value|(?:kv|secrets?|env|pass|op) (?:get|show|read|access)|versions access)\b|\bprint(?:ln)?\(/i;

/** The end of a line, and nothing before the secret on the next one. */
const END_OF_LINE_ABOVE = /\r?\n["'\s]{0,4}$/;

/** Whether a secret is what the command above it prints: `heroku config:get TWILIO_AUTH_TOKEN` over it. */
export function isPrintedByCommand(before: string): boolean {
  const end = END_OF_LINE_ABOVE.exec(before)?.index;
  if (end === undefined) return false;
  const command = before.slice(before.lastIndexOf("\n", end - 1) + 1, end);
  if (!PRINTS.test(command) || isAboutDigest(command)) return false;
  return (command.match(TWILIO_WORDS) ?? []).some(isCredentialsName);
}
