import { isRecord } from "../engine/wire";
import type { PlannedResource } from "../engine/goal";

/** A container of the plan: its plaintext settings, and the references of its secrets. */
export interface ContainerSettings {
  /** Logical name of the task definition. */
  readonly taskDefinition: string;
  readonly name: string;
  /** Name and value. */
  readonly environment: readonly (readonly [string, string])[];
  /** Name and origin. */
  readonly secrets: readonly (readonly [string, string])[];
  /** The rest of the definition, as ECS gets it. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Returns the containers of all task definitions. The plan must be that of an update, in which every identifier is known. */
export function containersOf(resources: readonly PlannedResource[]): ContainerSettings[] {
  return resources
    .filter(({ type }) => type === "aws:ecs/taskDefinition:TaskDefinition")
    .flatMap(({ inputs, name }) =>
      definitions(inputs["containerDefinitions"]).map((definition) => settingsOf(name, definition)),
    );
}

function settingsOf(
  taskDefinition: string,
  definition: Record<string, unknown>,
): ContainerSettings {
  const { environment, name, secrets, ...settings } = definition;
  return {
    taskDefinition,
    name: text(name),
    environment: pairs(environment, "value"),
    secrets: pairs(secrets, "valueFrom").map(
      ([name, valueFrom]) => [name, origin(valueFrom)] as const,
    ),
    settings,
  };
}

function definitions(json: unknown): Record<string, unknown>[] {
  if (typeof json !== "string") return [];
  try {
    const parsed: unknown = JSON.parse(json);
    return Array.isArray(parsed) ? parsed.filter(isRecord) : [];
  } catch {
    // Not JSON: the policies report it.
    return [];
  }
}

function pairs(list: unknown, valueKey: string): (readonly [string, string])[] {
  if (!Array.isArray(list)) return [];
  return list
    .filter(isRecord)
    .map((entry) => [text(entry["name"]), text(entry[valueKey])] as const);
}

/** Describes `ARN:KEY::VERSION_ID` in words. */
function origin(valueFrom: string): string {
  const secret =
    /:secretsmanager:[^:]*:[^:]*:secret:([^:]+?)(?:-\w{6})?(?::([^:]*):([^:]*):([^:]*))?$/.exec(
      valueFrom,
    );
  if (secret === null) return valueFrom;
  const [, name = "", key = "", stage = "", version = ""] = secret;
  const whole = key === "" ? `Secrets Manager ${name}` : `Secrets Manager ${name}, key ${key}`;
  const pinned = version === "" ? stage : `version ${version}`;
  return pinned === "" ? whole : `${whole}, ${pinned}`;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
