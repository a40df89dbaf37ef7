import { credentialFaults } from "../../../infra/credentials/credentialFaults";
import { parse } from "dotenv";
import {
  CREDENTIALS,
  type CredentialName,
  type TwilioCredentials,
} from "../../../infra/credentials/twilioCredentials";
import { hintFor } from "./envFileHints";
import { textOf } from "./envFileText";
import { wrongUse, type ScriptError } from "../../terminal/scriptError";

/** A `.env` file that has all five credentials. */
export interface CompleteEnvFile {
  readonly credentials: TwilioCredentials;
  /** The file's further entries, by name. */
  readonly others: Readonly<Record<string, string>>;
  /** What is worth knowing of the file, and fails nothing. */
  readonly notes: readonly string[];
}

/** A `.env` file's credentials, or what is wrong with them, all of it; no fault holds a value. */
export type EnvFile =
  | CompleteEnvFile
  | {
      readonly faults: readonly string[];
      /** Whether the file has none of the five names. */
      readonly hasNone: boolean;
    };

/**
 * Reads a `.env` file. The process's own environment is neither asked nor changed.
 *
 * @param shown - what the file is called in messages
 * @throws ScriptError with exit code 2 where there is no such file.
 */
export async function readEnvFile(path: string, shown = path): Promise<EnvFile> {
  const { text, readableByOthers } = await textOf(path, shown);
  const file = parseEnv(text);
  if (!("credentials" in file) || !readableByOthers) return file;
  const note = `other users of this machine can read ${shown}: chmod 600 ${shown}`;
  return { ...file, notes: [note] };
}

/** All faults of a `.env` file as one error. */
export function envFileError(shown: string, faults: readonly string[]): ScriptError {
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  return wrongUse(
    [`${shown} has ${count}:`, ...faults.map((fault) => `  ${fault}`)].join("\n"),
    `correct ${shown}; .env.example shows the five names`,
  );
}

/** Takes a `.env` file's text apart, as dotenv does, and reports every fault at once. */
export function parseEnv(text: string): EnvFile {
  // Some editors put a byte order mark first; it would become part of the first name.
  const source = text.replace(/^\uFEFF/, "");
  const values = parse(source);
  const found: Partial<Record<CredentialName, string>> = {};
  for (const { name } of CREDENTIALS) {
    const value = values[name];
    if (value !== undefined) found[name] = value;
  }
  const faults = [
    ...credentialFaults(found).map(
      ({ name, problem, expected }) =>
        `${name} ${problem}${hintFor(name, problem, values)}; expected: ${expected}`,
    ),
    ...twiceSet(source),
    ...tokenAsSecret(found),
  ];
  if (isComplete(found, faults)) {
    return { credentials: found, others: othersIn(values), notes: [] };
  }
  return { faults, hasNone: Object.keys(found).length === 0 };
}

function othersIn(values: Readonly<Record<string, string>>): Record<string, string> {
  const five: readonly string[] = CREDENTIALS.map(({ name }) => name);
  return Object.fromEntries(Object.entries(values).filter(([name]) => !five.includes(name)));
}

/** Twilio gives each API key a secret of its own. */
function tokenAsSecret({
  TWILIO_AUTH_TOKEN: token,
  TWILIO_API_SECRET: secret,
}: Partial<TwilioCredentials>): string[] {
  return token !== undefined && token !== "" && token.toLowerCase() === secret?.toLowerCase()
    ? [
        "TWILIO_API_SECRET is the auth token; expected: the API key's own secret, shown once when the key is made",
      ]
    : [];
}

/** dotenv takes the last of several lines for one name; which one is meant, only a person knows. */
function twiceSet(source: string): string[] {
  return CREDENTIALS.flatMap(({ name }) => {
    // dotenv takes NAME=value and NAME: value.
    const line = new RegExp(`^\\s*(?:export\\s+)?${name}(?:\\s*=|:\\s)`, "gm");
    const lines = source.match(line) ?? [];
    return lines.length > 1 ? [`${name} is set ${lines.length} times; expected: once`] : [];
  });
}

function isComplete(
  _values: Partial<Record<CredentialName, string>>,
  faults: readonly string[],
): _values is TwilioCredentials {
  return faults.length === 0;
}
