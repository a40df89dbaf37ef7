import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { format } from "prettier";
import { configPage, configSections } from "./docs/configPage";

const ROOT = resolve(__dirname, "..");

/** Writes docs/config.md from Pulumi.yaml. */
async function main(): Promise<void> {
  const sections = configSections(readFileSync(join(ROOT, "Pulumi.yaml"), "utf8"));
  writeFileSync(
    join(ROOT, "docs/config.md"),
    await format(configPage(sections), { parser: "markdown" }),
  );
  process.stdout.write("docs/config.md is written.\n");
}

void main();
