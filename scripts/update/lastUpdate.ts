import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isCredential } from "../../infra/credentials/twilioCredentials";
import { isRecord } from "../../offline/engine/wire";
import { configFile } from "../stack/pulumiErrors";
import { selectionArguments, type Selection } from "../stack/state";
import type { StackSettings } from "../stack/stackSettings";

/** How many of the newest entries are read: refreshes and previews stand among the updates. */
const NEWEST = 10;

/** Longest value that is shown. */
const LONGEST_VALUE = 100;

/**
 * The plain settings of a stack's last update that went through, as text by full key. Undefined where there was none, or where the
 * history cannot be read. Pulumi keeps each update's settings next to its state.
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
    return isRecord(config) ? new Map(Object.entries(config).flatMap(plainSetting)) : undefined;
  } catch {
    return undefined;
  }
}

function plainSetting([key, entry]: [string, unknown]): [string, string][] {
  if (!isRecord(entry) || entry["secret"] === true) return [];
  return [[key, canonical(entry["objectValue"] ?? entry["value"])]];
}

/**
 * Says which settings of the last update the stack's file does not have now: somebody deployed what was not committed, or the file
 * was changed on purpose. Undefined where there is none.
 *
 * @param last - of {@link lastUpdatesSettings}
 */
export function settingsNote(
  stack: string,
  settings: StackSettings,
  last: ReadonlyMap<string, string>,
): string | undefined {
  const changed = [...last].flatMap(([key, before]) => {
    const value = settings.value(key);
    // An encrypted value is no plain setting, whatever it was before: a rotation stores two where there was nothing.
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
    "  If that is not meant, pull what was not in your clone, or set it again and commit it:",
    ...changed.map(({ key, before }) => `    ${commandFor(key, before, stack)}`),
  ].join("\n");
}

/** The command that sets a value again; a list or a map is for the file itself. */
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

/** A value as text, the same for `1024` and `"1024"` and for maps in any order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(", ")}]`;
  if (!isRecord(value)) return String(value);
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, part]) => `${key}: ${canonical(part)}`).join(", ")}}`;
}
