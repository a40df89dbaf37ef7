import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stateFolder } from "../../terminal/process/stateFolder";
import { wrongUse } from "../../terminal/scriptError";
import { same, SETTING_NAMES, type VoiceSettings } from "../voiceSettings";
import { isRecord } from "../../../offline/engine/wire";
import { parsedJson } from "../../network/json";

/** Settings in the history. Entries of earlier versions of this command lack settings that it did not know. */
export type NotedSettings = Partial<VoiceSettings>;

/** One change of a number's settings. */
export interface WebhookChange {
  readonly before: NotedSettings;
  readonly after: NotedSettings;
  /** ISO 8601. */
  readonly changedAt: string;
}

/**
 * The changes of a number's settings, with the settings before and after each, oldest first. There is one file for each number,
 * in the user's state folder (`$XDG_STATE_HOME`, or else `~/.local/state`). Only its owner may read it, because a URL can contain
 * a password. A run that changes nothing does not write to it.
 */
export class WebhookHistory {
  /** The file, for messages. */
  readonly file: string;

  /** @param sid - the number's SID; the file does not contain the number itself, because that is a credential */
  constructor(sid: string, env: NodeJS.ProcessEnv) {
    this.file = join(stateFolder(env), "webhooks", `${sid}.json`);
  }

  /** All changes. @throws ScriptError with exit code 2 if the file is damaged */
  changes(): readonly WebhookChange[] {
    const text = this.read();
    if (text === undefined) return [];
    const value = parsedJson(text);
    if (Array.isArray(value) && value.every(isChange)) return value;
    throw wrongUse(
      `${this.file} is damaged`,
      `look at it, then: mv ${this.file} ${this.file}.damaged`,
    );
  }

  /** Notes a change before it is made, so that an interrupted run can be undone too. */
  note(change: WebhookChange): void {
    const changes = this.changes();
    const last = changes.at(-1);
    // If it is the same change again, an earlier run has noted it and was interrupted.
    const again =
      last !== undefined && same(last.before, change.before) && same(last.after, change.after);
    if (!again) this.write([...changes, change]);
  }

  /** Replaces the new settings of the last change with those that Twilio has stored, which may be spelled differently. */
  amendLast(after: NotedSettings): void {
    const changes = this.changes();
    const last = changes.at(-1);
    if (last !== undefined) this.write([...changes.slice(0, -1), { ...last, after }]);
  }

  /** Removes the last change after it was undone. */
  dropLast(): void {
    this.write(this.changes().slice(0, -1));
  }

  private read(): string | undefined {
    try {
      return readFileSync(this.file, "utf8");
    } catch (error) {
      const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
      if (code === "ENOENT" || code === "ENOTDIR") return undefined;
      throw wrongUse(
        `${this.file} cannot be read, and it holds the earlier changes`,
        `ls -l ${this.file} shows whose it is`,
      );
    }
  }

  /** Writes the file by a rename, so that it is replaced as a whole or not at all. */
  private write(changes: readonly WebhookChange[]): void {
    const temporary = `${this.file}.${process.pid}`;
    try {
      mkdirSync(join(this.file, ".."), { recursive: true, mode: 0o700 });
      writeFileSync(temporary, `${JSON.stringify(changes, null, 2)}\n`, { mode: 0o600 });
      renameSync(temporary, this.file);
    } catch {
      removePart(temporary);
      throw wrongUse(`${this.file} cannot be written`, "check the folder, or set XDG_STATE_HOME");
    }
  }
}

/** Removes the incomplete file that a full disk can leave behind, if there is one. */
function removePart(file: string): void {
  if (existsSync(file)) rmSync(file);
}

function isChange(value: unknown): value is WebhookChange {
  return (
    isRecord(value) &&
    typeof value["changedAt"] === "string" &&
    isSettings(value["before"]) &&
    isSettings(value["after"])
  );
}

/** Every version of this command has noted the voice URL. Newer settings may be missing. */
function isSettings(value: unknown): value is NotedSettings {
  return (
    isRecord(value) &&
    typeof value["voiceUrl"] === "string" &&
    SETTING_NAMES.every((name) => ["string", "undefined"].includes(typeof value[name]))
  );
}
