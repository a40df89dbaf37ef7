import { describes, namesCredentials } from "../../../credentials/names";
import { endsInAnotherService, saysOnlyCredential } from "../../../credentials/ownership";
import { TWILIO_WORDS } from "../../../credentials/twilioCredentials";
import { ownersInList } from "../../../tree/ownersInList";
import { isCredentialsName, isNamedAsCredential } from "../../judgement";
import { lineAround, REACH } from "./nameBefore";
import { isAboutDigest } from "./sentences";

/** The end of an option before its value, which may have a name of its own: `--token=`, `--from-literal=token=`. */
const OPTION = /(?<!\S)-{1,2}([A-Za-z][\w-]{0,40})[=\s]["']?(?:([\w.-]{1,60})=)?["']?$/;

/** What ends a command before the next one in a line. */
export const END_OF_COMMAND = /[;|]|&&/;

/** An option that is Twilio: `--backend=twilio`. */
const TWILIO_OPTION = /(?<!\S)-{1,2}([A-Za-z][\w-]{0,40})[=\s]["']?twilio(?![\w-])/i;

/**
 * Whether a secret is an option of a command whose other words say Twilio, also on the lines that it continues: `kubectl create secret
 * generic twilio-credentials … --from-literal=token=…`. It leaves `--backend-password` alone behind `--notify=twilio`.
 */
export function isOptionAboutTwilio(text: string, start: number): boolean {
  const [line, rest] = lineAround(text, start);
  const before = line.split(END_OF_COMMAND).at(-1) ?? "";
  const [, option = "", name = option] = OPTION.exec(before) ?? [];
  const command = before + (rest.split(END_OF_COMMAND)[0] ?? "");
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

/** What a program prints: the last part of a name with dots. */
const PRINTED = /\bprint(?:ln)?\((?:\w{1,40}\.){0,4}(\w{1,60})\)$/;

/** The end of a line, and nothing before the secret on the next one. */
const END_OF_LINE_ABOVE = /\r?\n["'\s]{0,4}$/;

/** Whether a secret is what the command above it prints: `heroku config:get TWILIO_AUTH_TOKEN` over it. */
export function isPrintedByCommand(before: string): boolean {
  const end = END_OF_LINE_ABOVE.exec(before)?.index;
  if (end === undefined) return false;
  const command = before.slice(before.lastIndexOf("\n", end - 1) + 1, end);
  if (!PRINTS.test(command) || isAboutDigest(command)) return false;
  if ((command.match(TWILIO_WORDS) ?? []).some(isCredentialsName)) return true;
  // `print(config.auth_token)` in a notebook that calls Twilio.
  const printed = PRINTED.exec(command)?.[1] ?? "";
  return namesCredentials(printed) && /\btwilio\b/i.test(before);
}

/** A command that stores or encrypts a secret. Its option for the secret may have any name. */
const STORES_SECRET =
  /\b(?:add-(?:generic|internet)-password|secretsmanager (?:create|put|update)-secret[\w-]{0,8}|kms encrypt|encrypt_string|eyaml encrypt|credstash put|cmdkey|htpasswd|secret-tool store|keepassxc-cli|op item (?:create|edit)|copilot secret init|events (?:create|update)-connection|ssm put-parameter)\b/i;

/** What stands between the words of a command in a list: `["aws", "ssm", …]`. */
const BETWEEN_WORDS = /["'],\s{1,60}["']/g;

/** The line around a secret, or the words of a command in a list, as a program hands it to a shell. */
function commandAround(text: string, start: number): readonly [string, string] {
  const before = text.slice(Math.max(0, start - REACH), start).replace(BETWEEN_WORDS, " ");
  const after = text.slice(start + 32, start + REACH).replace(BETWEEN_WORDS, " ");
  return lineAround(`${before}${" ".repeat(32)}${after}`, before.length);
}

/** The name of a parameter that a command stores, if it says Twilio. */
const PARAMETER =
  /\bput-parameter\b.*[ \t]--name[= \t]{1,4}["']?([^\s"']{0,80}twilio[^\s"']{0,80})/is;

/** Whether the command in which a secret stands stores it under a name that says Twilio. The name of a plain parameter may say something else. */
export function isStoredByCommand(text: string, start: number): boolean {
  const [line, rest] = commandAround(text, start);
  const before = line.split(END_OF_COMMAND).at(-1) ?? "";
  if (!STORES_SECRET.test(before)) return false;
  const command = before + (rest.split(END_OF_COMMAND)[0] ?? "");
  const [, path = ""] = PARAMETER.exec(command) ?? [];
  const parameter = path.replace(/\$\{?\w{1,40}\}?\//g, "");
  const saysOther = describes(parameter) || endsInAnotherService(parameter);
  const isPlain = !command.includes("SecureString");
  return !(isPlain && saysOther) && /twilio/i.test(command);
}

/** A command that stores what it gets on its standard input, under a name that says Twilio. */
const STORED_AFTER =
  /^["']?[ \t]*\|[^\n|]{0,80}\b(?:secrets?|kv|parameters?)[ \t](?:put|set|create|add)\b[^\n|]{0,80}twilio/i;

/** Whether a command prints a secret for another one that takes it for Twilio: `printf "…" | wrangler secret put TWILIO_TOKEN`. */
export function isPipedToTwilio(before: string, after: string): boolean {
  if (!/\b(?:echo|printf)\b/.test(before)) return false;
  return /^["']?[ \t]*\|[ \t]*twilio\b/.test(after) || STORED_AFTER.test(after);
}
