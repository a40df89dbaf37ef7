import { load } from "js-yaml";
import { isRecord } from "../../offline/engine/wire";

/** One config key that Pulumi.yaml declares. */
export interface DeclaredKey {
  readonly key: string;
  readonly type: string;
  readonly secret: boolean;
  /** The default, as `pulumi config set` would take it; "" if there is none. */
  readonly fallback: string;
  readonly description: string;
}

/** The keys under one heading of Pulumi.yaml. */
export interface ConfigSection {
  readonly title: string;
  readonly keys: readonly DeclaredKey[];
}

/** A comment such as `# --- Network ---` starts a section. */
const HEADING = /^ {2}# --- (.+) ---$/m;

/** The config keys that Pulumi.yaml declares, by section. @throws Error if a key is declared in another form */
export function configSections(projectFile: string): ConfigSection[] {
  const [, declarations = ""] = projectFile.split(/^config:$/m);
  const [, ...parts] = declarations.split(HEADING);
  const titles = parts.filter((_, index) => index % 2 === 0);
  return titles.map((title, index) => ({ title, keys: keysIn(parts[index * 2 + 1] ?? "") }));
}

/** The page of all config keys. Prettier aligns its tables afterwards. */
export function configPage(sections: readonly ConfigSection[]): string {
  return [
    "# Config",
    "",
    "Written by `npm run docs` from `Pulumi.yaml`, where each key has its type, default and description.",
    "",
    "- Set a key: `pulumi config set KEY VALUE`. Set an element of a list or an object:",
    "  `pulumi config set --path 'environment.LOG_LEVEL' DEBUG`.",
    "- Set a secret: `pulumi config set --secret KEY`, which asks for the value. `npm run setup-secrets` sets the credentials from `.env`.",
    "- The CLI takes some names and ARNs for secrets and refuses them. Add `--plaintext` for these.",
    "- Write numbers such as `1.10` or `0042` in quotes in the stack file. YAML would change them before the program sees them.",
    "- `aws:region` is the region. An unknown key stops the program.",
    "",
    ...sections.flatMap(sectionLines),
  ].join("\n");
}

function sectionLines({ title, keys }: ConfigSection): string[] {
  return [
    `## ${title}`,
    "",
    "| key | default | meaning |",
    "| --- | --- | --- |",
    ...keys.map(({ key, fallback, description, secret }) =>
      [`| \`${key}\``, secret ? "a secret" : code(fallback), `${cell(description)} |`].join(" | "),
    ),
    "",
  ];
}

function keysIn(text: string): DeclaredKey[] {
  const keys: unknown = load(text);
  if (!isRecord(keys)) throw new Error("Pulumi.yaml: a section of the config has no keys");
  return Object.entries(keys).map(([key, declared]) => {
    if (!isRecord(declared)) throw new Error(`Pulumi.yaml: ${key} is not declared with a type`);
    return {
      key,
      type: String(declared["type"]),
      secret: declared["secret"] === true,
      fallback: shown(declared["default"]),
      description: String(declared["description"]),
    };
  });
}

function shown(value: unknown): string {
  if (value === undefined || value === "") return "";
  if (Array.isArray(value)) return `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function code(text: string): string {
  return text === "" ? "" : `\`${cell(text)}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
