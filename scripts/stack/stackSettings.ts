import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { isRecord } from "../../offline/engine/wire";
import { configFile } from "./pulumiErrors";

/** A stack's settings that can be read without its passphrase: the plaintext settings of its file, and the project's defaults. */
export interface StackSettings {
  /** The project's name, which is the namespace of its keys. */
  readonly project: string;
  /** A plaintext setting as text, by the project's key (`secretName`) or a full key (`aws:region`). */
  readonly text: (key: string) => string | undefined;
  /** A setting's value by its full key: from the file, or else the project's default. */
  readonly value: (fullKey: string) => unknown;
  /** The `config` section of the stack's file, as it is written. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Whether the file also imports settings from environments of Pulumi ESC. */
  readonly hasEnvironments: boolean;
}

/**
 * Reads Pulumi.yaml and the stack's file. Undefined if one of them is missing or is not YAML: the CLI itself reports that.
 *
 * @param stack - its name, also as ORGANIZATION/PROJECT/NAME
 * @param file - the config file, if it is not the stack's own
 */
export function readStackSettings(
  folder: string,
  stack: string,
  file = join(folder, configFile(stack)),
): StackSettings | undefined {
  const project = readYaml(join(folder, "Pulumi.yaml"));
  const own = readYaml(file);
  const name = project?.["name"];
  if (project === undefined || own === undefined || typeof name !== "string") return undefined;
  const settings = recordAt(own, "config");
  const declared = recordAt(project, "config");
  const value = (key: string): unknown =>
    settings[key] ?? defaultOf(declared[key.replace(`${name}:`, "")]);
  return {
    project: name,
    config: settings,
    value,
    hasEnvironments: own["environment"] !== undefined,
    text: (key) => textOf(value(key.includes(":") ? key : `${name}:${key}`)),
  };
}

function defaultOf(declaration: unknown): unknown {
  return isRecord(declaration) ? declaration["default"] : declaration;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

function recordAt(record: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> {
  const value = record[key];
  return isRecord(value) ? value : {};
}

function readYaml(file: string): Record<string, unknown> | undefined {
  try {
    const content: unknown = load(readFileSync(file, "utf8"));
    return isRecord(content) ? content : undefined;
  } catch {
    return undefined;
  }
}
