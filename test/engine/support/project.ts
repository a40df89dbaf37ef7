import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import { isRecord } from "../../../offline/engine/wire";
import { SERVICE } from "../../support/program/options";

/** Folder of the project under test. */
export const ROOT = join(__dirname, "../../..");

const PARTS = [
  "Pulumi.yaml",
  "components",
  "index.ts",
  "infra",
  "package.json",
  "policy",
  "tsconfig.json",
];

/** Copies the program and the policy pack into an existing folder. `source` is the checkout to copy from. */
export function copyProject(folder: string, source = ROOT): void {
  // An older program's checkout may lack a part.
  for (const part of PARTS.filter((name) => existsSync(join(source, name)))) {
    cpSync(join(source, part), join(folder, part), { recursive: true });
  }
  // A stack without an image builds this service. An older program's checkout does not have it.
  cpSync(join(ROOT, SERVICE), join(folder, SERVICE), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
}

/** The text of the stack file `file` with further settings, each by its full key. */
export function stackFile(settings: Readonly<Record<string, string>>, file: string): string {
  const content = load(readFileSync(file, "utf8"));
  if (!isRecord(content)) throw new Error(`${file} holds no settings.`);
  const config = isRecord(content["config"]) ? content["config"] : {};
  return dump({ ...content, config: { ...config, ...settings } });
}

/**
 * Changes a file of a copied project. Each key is a text that occurs in the file once, and its value is the text that replaces it.
 * @throws if a text does not occur exactly once: the program has changed, so the test has to change, too
 */
export function editProject(
  folder: string,
  file: string,
  edits: Readonly<Record<string, string>>,
): void {
  const path = join(folder, file);
  let source = readFileSync(path, "utf8");
  for (const [text, replacement] of Object.entries(edits)) {
    if (source.split(text).length !== 2) throw new Error(`${file} does not hold once: ${text}`);
    source = source.replace(text, () => replacement);
  }
  writeFileSync(path, source);
}
