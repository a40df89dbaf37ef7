import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../../scripts/simulation/wire";
import { ROOT } from "../support/devStack";
import { importsOf, localImports, packageImports, sourcesIn } from "../support/sources";

// Imports as they are written, types included; what is loaded by a computed name is not seen.

const INFRA = sourcesIn("infra");
const POLICY = sourcesIn("policy");
const SCRIPTS = sourcesIn("scripts");

describe("imports", () => {
  it("have no cycle", () => {
    const graph = new Map([...INFRA, ...POLICY].map((file) => [file, localImports(file)]));
    assert.deepEqual(
      [...graph.keys()].flatMap((file) => cycleFrom(file, graph)),
      [],
    );
  });

  it("run one way: nothing imports the program, and infra/ imports nothing beside itself", () => {
    for (const file of [...INFRA, ...POLICY, ...SCRIPTS]) {
      assert.ok(!localImports(file).includes("index.ts"), file);
    }
    for (const file of INFRA) {
      for (const target of localImports(file)) assert.match(target, /^infra\//, file);
    }
  });

  it("give only the config module the config's readers, and only index.ts the config", () => {
    for (const file of INFRA) {
      const targets = localImports(file);
      if (!isConfigSide(file)) assert.deepEqual(targets.filter(isConfigSide), [], file);
      if (file !== "infra/config.ts") assert.ok(!targets.includes("infra/config.ts"), file);
    }
  });

  it("give credentials.ts nothing, so that a script can use it without Pulumi", () => {
    assert.deepEqual(importsOf("infra/credentials.ts"), []);
  });

  it("keep policy/ on its own: nothing above it, and only packages that its package.json names", () => {
    const manifest: unknown = JSON.parse(readFileSync(join(ROOT, "policy/package.json"), "utf8"));
    assert.ok(isRecord(manifest) && isRecord(manifest["dependencies"]));
    const packages = Object.keys(manifest["dependencies"]);
    for (const file of POLICY) {
      for (const target of localImports(file)) assert.match(target, /^policy\//, file);
      for (const name of packageImports(file)) {
        assert.ok(packages.includes(name), `${file} imports ${name}`);
      }
    }
  });
});

function isConfigSide(file: string): boolean {
  return file.startsWith("infra/settings/") || /^infra\/config(Reader)?\.ts$/.test(file);
}

/** The first cycle that leads back to a file; none when there is none. */
function cycleFrom(start: string, graph: ReadonlyMap<string, readonly string[]>): string[] {
  const visit = (file: string, path: readonly string[]): string[] => {
    for (const target of graph.get(file) ?? []) {
      if (target === start) return [[...path, target].join(" -> ")];
      if (path.includes(target) || seen.has(target)) continue;
      seen.add(target);
      const cycle = visit(target, [...path, target]);
      if (cycle.length > 0) return cycle;
    }
    return [];
  };
  const seen = new Set<string>();
  return visit(start, [start]);
}
