import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, sep } from "node:path";
import ts from "typescript";
import { ROOT } from "./devStack";

/**
 * Source files of a folder, by path from the root.
 * @param names the pattern of their names. Default: TypeScript files
 */
export function sourcesIn(folder: string, names = /\.ts$/): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => names.test(file) && !/(^|[\\/])(node_modules|dist|\.venv)[\\/]/.test(file))
    .map((file) => `${folder}/${file.split(sep).join("/")}`)
    .sort();
}

/** A source file as TypeScript's own parser reads it. */
export function parsed(file: string): ts.SourceFile {
  const text = readFileSync(join(ROOT, file), "utf8");
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

/** The module names that a file imports, as they are written. Imports of types count. */
export function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** The packages that a file imports. */
export function packageImports(file: string): string[] {
  return importsOf(file)
    .filter((target) => !target.startsWith(".") && !target.startsWith("node:"))
    .map((target) =>
      target
        .split("/")
        .slice(0, target.startsWith("@") ? 2 : 1)
        .join("/"),
    )
    .filter((name) => !builtinModules.includes(name));
}
