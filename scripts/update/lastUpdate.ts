import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isCredential } from "../../infra/credentials/twilioCredentials";
import { isRecord } from "../../offline/engine/wire";
import { configFile } from "../stack/pulumiErrors";
import { selectionArguments, type Selection } from "../stack/state";
import type { StackSettings } from "../stack/stackSettings";

/** Number of the newest history entries that are read. The history also contains refreshes and previews. */
const NEWEST = 10;

/** Longer values are cut. */
const LONGEST_VALUE = 100;

/**
 * Reads the plaintext settings of a stack's last successful update, as text by full key. Undefined if there was none, or if the
 * history cannot be read. Pulumi stores each update's settings next to the state.
 */
export async function lastUpdatesSettings(
  cli: string,
  selection: Selection,
  env: NodeJS.ProcessEnv,
): Promise<ReadonlyMap<string, string> | undefined> {
  const options = ["--json", "--page-size", String(NEWEST), "--non-interactive"];
  const args = ["stack", "history", ...options, ...selectionArguments(selection)];
  try {
    const { stdout } = await promisify(execFile)(cli, args, { env });
    const history: unknown = JSON.parse(stdout);
    const entries = Array.isArray(history) ? history.filter(isRecord) : [];
    const last = entries.find(({ kind, result }) => kind === "update" && result === "succeeded");
    const config = last?.["config"];
    return isRecord(config) ? new Map(Object.entries(config).flatMap(plaintextSetting)) : undefined;
  } catch {
    return undefined;
  }
}

function plaintextSetting([key, entry]: [string, unknown]): [string, string][] {
  if (!isRecord(entry) || entry["secret"] === true) return [];
  return [[key, canonical(entry["objectValue"] ?? entry["value"])]];
}

/**
 * A note on the settings of the last update that differ from the stack's file. Either somebody deployed settings that were not
 * committed, or the file was changed on purpose. Undefined if no setting differs.
 *
 * @param last - the result of {@link lastUpdatesSettings}
 */
export function settingsNote(
  stack: string,
  settings: StackSettings,
  last: ReadonlyMap<string, string>,
): string | undefined {
  const changed = [...last].flatMap(([key, before]) => {
    const value = settings.value(key);
    // An encrypted value is not compared, even if there was no value before: a rotation adds two.
    if (isRecord(value) && "secure" in value) return [];
    const now = value === undefined ? "" : canonical(value);
    return now === before ? [] : [{ key: key.replace(`${settings.project}:`, ""), now, before }];
  });
  if (changed.length === 0) return undefined;
  return [
    `note: the last update of ${stack} was made with other settings than ${configFile(stack)} has now:`,
    ...changed.map(
      ({ key, now, before }) => `  ${key}: ${short(now)} (at the last update: ${short(before)})`,
    ),
    "  If this is not intended, pull what your clone lacks, or set the values again and commit them:",
    ...changed.map(({ key, before }) => `    ${commandFor(key, before, stack)}`),
  ].join("\n");
}

/** The command that sets a value again. A list or a map must be edited in the file. */
function commandFor(key: string, value: string, stack: string): string {
  const whole = `npx pulumi config set ${key} '${value}' --stack ${stack}`;
  const isPlain = !/^[[{]|'|\n/.test(value) && value === short(value);
  return isPlain ? whole : `${key}, in ${configFile(stack)}`;
}

function short(value: string): string {
  if (value === "") return "not set";
  if (isCredential(value)) return "[looks like a credential]";
  return value.length <= LONGEST_VALUE ? value : `${value.slice(0, LONGEST_VALUE)}…`;
}

/** A value as text. `1024` and `"1024"` give the same text, and so do maps in any order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(", ")}]`;
  if (!isRecord(value)) return String(value);
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, part]) => `${key}: ${canonical(part)}`).join(", ")}}`;
}
