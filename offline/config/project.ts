import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { load, YAMLException } from "js-yaml";
import { wrongUse } from "../../scripts/terminal/scriptError";
import { isRecord } from "../engine/wire";

/** How Pulumi.yaml declares a config key. */
export interface ConfigDeclaration {
  /** "string", "integer", "boolean", "object" or "array"; absent when the key is not typed. */
  readonly type?: string;
  /** Type of an array's items, declared in the same way. */
  readonly items?: ConfigDeclaration;
  readonly secret: boolean;
  /** Value of a stack that does not set the key. */
  readonly default?: unknown;
}

/** The settings in Pulumi.yaml. */
export interface Project {
  /** Folder of Pulumi.yaml. */
  readonly root: string;
  readonly name: string;
  /** Folder that the program runs in. */
  readonly programDirectory: string;
  /** The program's file in that folder, "." for its package's main. */
  readonly entryPoint: string;
  /** `runtime.options`, for example `nodeargs`. */
  readonly runtimeOptions: Readonly<Record<string, unknown>>;
  /** Declared config by key as written. A key without a namespace belongs to the project. */
  readonly config: ReadonlyMap<string, ConfigDeclaration>;
}

/** Reads Pulumi.yaml. @throws ScriptError if it is missing, is not YAML, or has another runtime than Node.js */
export function readProject(root: string): Project {
  const file = join(root, "Pulumi.yaml");
  const content = readYaml(file);
  const name = content["name"];
  const runtime = content["runtime"];
  const host = isRecord(runtime) ? runtime : { name: runtime };
  if (typeof name !== "string") throw wrongUse("Pulumi.yaml has no name");
  if (host["name"] !== "nodejs")
    throw wrongUse("Pulumi.yaml: the offline preview runs nodejs only");
  const options = host["options"];
  return {
    root,
    name,
    ...entryPoint(root, content["main"]),
    runtimeOptions: isRecord(options) ? options : {},
    config: declarations(content["config"]),
  };
}

/** The `config` of Pulumi.NAME.yaml, by key as written. @throws ScriptError that lists the existing stacks */
export function readStackFile(root: string, stack: string): Readonly<Record<string, unknown>> {
  const file = join(root, `Pulumi.${stack}.yaml`);
  if (!/^[A-Za-z0-9._-]+$/.test(stack) || !existsSync(file)) {
    const stacks = stackNames(root);
    const known =
      stacks.length === 0 ? "there is no Pulumi.NAME.yaml" : `stacks: ${stacks.join(", ")}`;
    throw wrongUse(`there is no such stack; ${known}`, "choose one with --stack NAME");
  }
  const { config } = readYaml(file);
  return isRecord(config) ? config : {};
}

/** The stacks that have a Pulumi.NAME.yaml in the project's folder. */
export function stackNames(root: string): string[] {
  return (
    readdirSync(root)
      .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
      // Pulumi.NAME.deploy.yaml holds a stack's settings for Pulumi Deployments.
      .filter((name) => !name.endsWith(".deploy"))
      .sort()
  );
}

/** Where the engine would start the program. Source: getPwdMain in pulumi's pkg/engine/project.go. */
function entryPoint(root: string, main: unknown): Pick<Project, "programDirectory" | "entryPoint"> {
  if (typeof main !== "string" || main === "") return { programDirectory: root, entryPoint: "." };
  const path = join(root, main);
  if (!existsSync(path)) throw wrongUse(`Pulumi.yaml: main names ${main}, which does not exist`);
  return statSync(path).isDirectory()
    ? { programDirectory: path, entryPoint: "." }
    : { programDirectory: dirname(path), entryPoint: basename(path) };
}

function declarations(config: unknown): Map<string, ConfigDeclaration> {
  const entries = isRecord(config) ? Object.entries(config) : [];
  return new Map(entries.map(([key, value]) => [key, declaration(value)]));
}

function declaration(value: unknown): ConfigDeclaration {
  // `key: value` without a type declares a default.
  if (!isRecord(value)) return { secret: false, default: value };
  const { items, secret, type } = value;
  return {
    secret: secret === true,
    ...(typeof type === "string" ? { type } : {}),
    ...(items === undefined ? {} : { items: declaration(items) }),
    ...("value" in value ? { default: value["value"] } : {}),
    ...("default" in value ? { default: value["default"] } : {}),
  };
}

/** Returns the parser's reason and place only: its whole message quotes the line, which may hold a credential. */
function readYaml(file: string): Record<string, unknown> {
  const name = basename(file);
  let content: unknown;
  try {
    content = load(readFileSync(file, "utf8"));
  } catch (error) {
    if (!(error instanceof YAMLException)) throw wrongUse(`${name} cannot be read`);
    throw wrongUse(`${name} is not valid YAML: ${error.reason} (line ${error.mark.line + 1})`);
  }
  if (!isRecord(content)) throw wrongUse(`${name} holds no settings`);
  return content;
}
