import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { wrongUse } from "../terminal/scriptError";
import type { VoiceSettings } from "./number";

/** One change of a number's settings. */
export interface WebhookChange {
  readonly before: VoiceSettings;
  readonly after: VoiceSettings;
  /** ISO 8601. */
  readonly changedAt: string;
}

/**
 * What a number's settings were before each change, the last change last. It is kept in the user's state folder
 * (`$XDG_STATE_HOME`, else `~/.local/state`), one file a number, readable by its owner alone, because a URL can hold a
 * password. A run that changes nothing leaves it as it is.
 */
export class WebhookHistory {
  /** The file, for messages. */
  readonly file: string;

  /** @param sid - the number's SID; the number itself is a credential and stands nowhere in the file */
  constructor(sid: string, env: NodeJS.ProcessEnv) {
    this.file = join(stateFolder(env), "pipecat-phone-service", "webhooks", `${sid}.json`);
  }

  /** All changes. @throws ScriptError with exit code 2 when the file is damaged */
  changes(): readonly WebhookChange[] {
    const text = this.read();
    if (text === undefined) return [];
    const value = parse(text);
    if (Array.isArray(value) && value.every(isChange)) return value;
    throw wrongUse(
      `${this.file} is damaged`,
      `look at it, then: mv ${this.file} ${this.file}.damaged`,
    );
  }

  /** Notes a change before it is made, so that an interrupted run can be undone, too. */
  note(change: WebhookChange): void {
    const changes = this.changes();
    const last = changes.at(-1);
    // The same change again: the run before this one noted it and was interrupted.
    const again =
      last !== undefined && same(last.before, change.before) && same(last.after, change.after);
    if (!again) this.write([...changes, change]);
  }

  /** Forgets the last change, once it is undone. */
  dropLast(): void {
    this.write(this.changes().slice(0, -1));
  }

  private read(): string | undefined {
    try {
      return readFileSync(this.file, "utf8");
    } catch {
      return undefined;
    }
  }

  /** A rename replaces the file whole or not at all. */
  private write(changes: readonly WebhookChange[]): void {
    const temporary = `${this.file}.${process.pid}`;
    try {
      mkdirSync(join(this.file, ".."), { recursive: true, mode: 0o700 });
      writeFileSync(temporary, `${JSON.stringify(changes, null, 2)}\n`, { mode: 0o600 });
      renameSync(temporary, this.file);
    } catch {
      throw wrongUse(`${this.file} cannot be written`, "check the folder, or set XDG_STATE_HOME");
    }
  }
}

/** By the specification of the variable, an empty or a relative path counts as none: it would lead into the project. */
function stateFolder(env: NodeJS.ProcessEnv): string {
  const given = env["XDG_STATE_HOME"] ?? "";
  return isAbsolute(given) ? given : join(homedir(), ".local", "state");
}

const SETTINGS = ["voiceUrl", "voiceMethod", "statusCallback", "statusCallbackMethod"] as const;

/** Whether two sets of settings are the same. */
export function same(one: VoiceSettings, other: VoiceSettings): boolean {
  return SETTINGS.every((setting) => one[setting] === other[setting]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isChange(value: unknown): value is WebhookChange {
  return (
    isObject(value) &&
    typeof value["changedAt"] === "string" &&
    isSettings(value["before"]) &&
    isSettings(value["after"])
  );
}

function isSettings(value: unknown): value is VoiceSettings {
  return isObject(value) && SETTINGS.every((setting) => typeof value[setting] === "string");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
