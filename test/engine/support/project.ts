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

/** Copies the program and the policy pack into a folder that exists. `source` is the checkout to copy from. */
export function copyProject(folder: string, source = ROOT): void {
  // An older program's checkout may lack a part.
  for (const part of PARTS.filter((name) => existsSync(join(source, name)))) {
    cpSync(join(source, part), join(folder, part), { recursive: true });
  }
  // What stacks build that are not given an image; an older program's checkout has none.
  cpSync(join(ROOT, SERVICE), join(folder, SERVICE), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
}

/** The text of a stack file like `file`, with more settings by full key. */
export function stackFile(settings: Readonly<Record<string, string>>, file: string): string {
  const content = load(readFileSync(file, "utf8"));
  if (!isRecord(content)) throw new Error(`${file} holds no settings.`);
  const config = isRecord(content["config"]) ? content["config"] : {};
  return dump({ ...content, config: { ...config, ...settings } });
}

/**
 * Changes a file of a copied project: each key is a text that occurs in it once, each value what takes its place.
 * @throws when a text does not occur exactly once: the program has changed, and the test with it must
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
