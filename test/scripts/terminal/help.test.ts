import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { isRecord } from "../../../offline/engine/wire";
import { ROOT } from "../../support/program/devStack";
import { LOADER } from "../../support/processes/hosts";
import { temporaryFolder } from "../../support/temporaryFolder";

/** Prints what a process has loaded by `require`, and how often it asked for a loader of ES modules. */
const RECORDER = `
const Module = require("node:module");
let loaders = 0;
const register = Module.register;
Module.register = (...args) => { loaders += 1; return register(...args); };
process.on("exit", () => process.stderr.write(JSON.stringify({ files: Object.keys(require.cache), loaders })));
`;

/** Packages that --help may load: the TypeScript loader, and the package that suggests the option that was meant. */
const PACKAGES = ["tsx", "esbuild", "fastest-levenshtein"];

/** Files of the project that --help may load, in addition to the script itself. */
const OWN =
  /^scripts\/(?:terminal\/|preload\.cjs$|secret\/webhookOptions\.ts$|ecs\/service\/watchOptions\.ts$|cost\/commandLine\.ts$|deployer\/(?:commandLine|documents)\.ts$)|^offline\/(?:cost\/usage|command\/planOptions)\.ts$|^(?:components\/secret|infra\/credentials)\/twilioCredentials\.ts$/;

/** Scripts without their own help text: Pulumi's CLI prints it, or there are no options. */
const WITHOUT_HELP = ["with-policy-pack.ts", "docs.ts"];

/** Scripts that load all their code together with their options. */
const LOAD_ALL = ["adopt-secret.ts", "rotate-credentials.ts"];

const recorder = join(temporaryFolder("recorder"), "recorder.cjs");
writeFileSync(recorder, RECORDER);

interface Loaded {
  readonly files: readonly string[];
  readonly loaders: number;
}

function loadedForHelp(script: string): Loaded {
  const args = ["--require", recorder, ...LOADER, join(ROOT, "scripts", script), "--", "--help"];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: ROOT });
  assert.equal(status, 0, stderr);
  const loaded: unknown = JSON.parse(stderr);
  assert.ok(isRecord(loaded) && Array.isArray(loaded["files"]), stderr);
  const files = loaded["files"].map(String).filter((file) => file !== recorder);
  return { loaders: Number(loaded["loaders"]), files: files.map(shown) };
}

/** A package's name, or a file of the project. */
function shown(file: string): string {
  const path = relative(ROOT, file);
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path;
}

// This checks which modules are loaded, and not the processor time, which differs on every machine.
describe("--help", () => {
  const scripts = readdirSync(join(ROOT, "scripts")).filter((file) => file.endsWith(".ts"));

  for (const script of scripts.filter((file) => ![...WITHOUT_HELP, ...LOAD_ALL].includes(file))) {
    it(`of ${script} loads only the modules that describe its options`, () => {
      const { files, loaders } = loadedForHelp(script);
      assert.equal(loaders, 0);
      const others = files.filter(
        (file) => !PACKAGES.includes(file) && !OWN.test(file) && file !== `scripts/${script}`,
      );
      assert.deepEqual(others, []);
    });
  }

  it("is started by npm in the same way as in this test", () => {
    const text = readFileSync(join(ROOT, "package.json"), "utf8");
    const starts = [...text.matchAll(/"([^"]*) scripts\/[\w-]+\.ts/g)].map(([, start]) => start);
    assert.ok(starts.length > scripts.length);
    assert.deepEqual([...new Set(starts)], ["node --require ./scripts/preload.cjs"]);
  });
});
