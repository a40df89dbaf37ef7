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

/** A `.env` file with all five credentials. */
export interface CompleteEnvFile {
  readonly credentials: TwilioCredentials;
  /** The file's further entries, by name. */
  readonly others: Readonly<Record<string, string>>;
  /** Notes on the file, which are not faults. */
  readonly notes: readonly string[];
}

/** A `.env` file's credentials, or everything that is wrong with them. No fault contains a value. */
export type EnvFile =
  | CompleteEnvFile
  | {
      readonly faults: readonly string[];
      /** Whether the file has none of the five names. */
      readonly hasNone: boolean;
    };

/**
 * Reads a `.env` file. The process's own environment is neither read nor changed.
 *
 * @param shown - the file's name in messages
 * @throws ScriptError with exit code 2 if there is no such file.
 */
export async function readEnvFile(path: string, shown = path): Promise<EnvFile> {
  const { text, readableByOthers } = await textOf(path, shown);
  const file = parseEnv(text);
  if (!("credentials" in file) || !readableByOthers) return file;
  const note = `other users of this machine can read ${shown}: chmod 600 ${shown}`;
  return { ...file, notes: [note] };
}

/** Makes one error of all faults in a `.env` file. */
export function envFileError(shown: string, faults: readonly string[]): ScriptError {
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  return wrongUse(
    [`${shown} has ${count}:`, ...faults.map((fault) => `  ${fault}`)].join("\n"),
    `correct ${shown}; .env.example shows the five names`,
  );
}

/** Parses a `.env` file's text with dotenv, and reports every fault at once. */
export function parseEnv(text: string): EnvFile {
  // Some editors write a byte order mark at the beginning. It would become part of the first name.
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

/** Finds the auth token in the place of the API secret. Twilio gives each API key its own secret. */
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

/** Finds names that are set several times. dotenv would use the last one, but only the user knows which one is right. */
function twiceSet(source: string): string[] {
  return CREDENTIALS.flatMap(({ name }) => {
    // dotenv accepts NAME=value and NAME: value.
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
