import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { isRecord } from "../../offline/engine/wire";
import { configFile } from "./pulumiErrors";

/** The settings of a stack that can be read without its passphrase: the plain ones of its file, and the project's defaults. */
export interface StackSettings {
  /** The project's name, which is the namespace of its keys. */
  readonly project: string;
  /** A plain setting as text, by the project's key (`secretName`) or a full one (`aws:region`). */
  readonly text: (key: string) => string | undefined;
  /** A setting's value by its full key: the file's, else the project's default. */
  readonly value: (fullKey: string) => unknown;
  /** `config` of the stack's file, as it is written. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Whether the file takes settings from elsewhere too, from Pulumi ESC's environments. */
  readonly hasEnvironments: boolean;
}

/**
 * Reads Pulumi.yaml and the stack's file. Undefined where one of them is missing or is no YAML: the CLI says so itself.
 *
 * @param stack - its name, also as ORGANIZATION/PROJECT/NAME
 * @param file - the config file, where the CLI is told another one than the stack's
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
