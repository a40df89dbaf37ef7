import { credentialFaults } from "../../infra/credentials/credentialFaults";
import { parse } from "dotenv";
import {
  CREDENTIALS,
  type AnyCredentialName,
  type CredentialName,
  type TwilioCredentials,
} from "../../infra/credentials/twilioCredentials";
import { textOf } from "./envFileText";
import { wrongUse, type ScriptError } from "../terminal/scriptError";

/** The names that older set-ups used in their `.env`, and what they are called here. */
const OLDER_NAMES: Readonly<Record<string, CredentialName>> = {
  TWILIO_SID: "TWILIO_API_SID",
  TWILIO_SECRET: "TWILIO_API_SECRET",
};

/** A `.env` file's credentials, or what is wrong with them, all of it; no fault holds a value. */
export type EnvFile =
  | { readonly credentials: TwilioCredentials }
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
export function readEnvFile(path: string, shown = path): EnvFile {
  return parseEnv(textOf(path, shown));
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
    ...credentialFaults(found).map(({ name, problem, expected }) => {
      const hint = problem === "is missing" ? olderNameHint(name, values) : "";
      return `${name} ${problem}${hint}; expected: ${expected}`;
    }),
    ...twiceSet(source),
  ];
  if (isComplete(found, faults)) return { credentials: found };
  return { faults, hasNone: Object.keys(found).length === 0 };
}

function olderNameHint(name: AnyCredentialName, values: Readonly<Record<string, string>>): string {
  const older = Object.entries(OLDER_NAMES).find(([, now]) => now === name)?.[0];
  const hasOlder = older !== undefined && Object.hasOwn(values, older);
  return hasOlder ? ` (${older} is its older name: rename it to ${name})` : "";
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
