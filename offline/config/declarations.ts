import { isRecord } from "../engine/wire";
import type { ConfigDeclaration, Project } from "./project";

/** A key with its namespace: `region` of the project p is `p:region`. `p:config:region` is an older spelling. */
export function fullKey(project: Project, key: string): string {
  const normal = key.replace(/^([^:]+):config:/, "$1:");
  return normal.includes(":") ? normal : `${project.name}:${normal}`;
}

/** Whether a value of a stack's file is encrypted. */
export function isEncryptedValue(value: unknown): boolean {
  return isRecord(value) && typeof value["secure"] === "string" && Object.keys(value).length === 1;
}

/**
 * Returns what Pulumi's own check of a stack's file refuses. Pulumi names the first fault only; this names each one, with the
 * command that corrects it. Encrypted values are left to the CLI.
 *
 * @param stackFile - `config` of the stack's file
 */
export function declarationFaults(
  project: Project,
  stackFile: Readonly<Record<string, unknown>>,
): string[] {
  const values = new Map(
    Object.entries(stackFile).map(([key, value]) => [fullKey(project, key), value]),
  );
  return [...project.config].flatMap(([key, declared]) => {
    const full = fullKey(project, key);
    return isEncryptedValue(values.get(full))
      ? []
      : applyDeclaration(values, full, declared, project);
  });
}

/** Sets a key's default where it is missing. Returns what is wrong with its value. */
export function applyDeclaration(
  values: Map<string, unknown>,
  key: string,
  declared: ConfigDeclaration,
  project: Project,
): string[] {
  const own = key.startsWith(`${project.name}:`);
  const short = own ? key.slice(project.name.length + 1) : key;
  const { secret, type } = declared;
  if (!values.has(key)) {
    if (declared.default !== undefined) values.set(key, declared.default);
    else if (secret) return [`${key} is missing: npm run setup-secrets sets the credentials`];
    else if (own) return [`${key} is missing: npx pulumi config set ${short} VALUE`];
    return [];
  }
  if (type === undefined || hasType(values.get(key), type, declared.items)) return [];
  return [
    `${key} must be of type ${typeName(type, declared.items)}: ${correction(short, declared)}`,
  ];
}

/** A command that sets a value of the wrong type back to its default. It works as printed. */
function correction(key: string, { default: value }: ConfigDeclaration): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? `npx pulumi config set ${key} '${String(value)}' sets the default`
    : `npx pulumi config rm ${key} removes it`;
}

/** Source: ValidateConfigValue in pulumi's sdk/go/common/workspace/project.go; scalars reach it as text. */
function hasType(value: unknown, type: string, items: ConfigDeclaration | undefined): boolean {
  switch (type) {
    case "string":
      return typeof value !== "object";
    case "integer":
      return Number.isInteger(value) || (typeof value === "string" && /^[+-]?\d+$/.test(value));
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "object":
      return isRecord(value);
    default: {
      const itemType = items?.type;
      if (!Array.isArray(value) || itemType === undefined) return false;
      return value.every((item) => hasType(item, itemType, items?.items));
    }
  }
}

function typeName(type: string, items: ConfigDeclaration | undefined): string {
  return type === "array" ? `array<${typeName(items?.type ?? "", items?.items)}>` : type;
}
