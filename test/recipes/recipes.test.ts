import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { load } from "js-yaml";
import { isRecord } from "../../offline/engine/wire";
import { CLI_OPTIONS } from "../../scripts/pulumi/cliOptions";
import { PROJECT, ROOT } from "../support/program/devStack";
import { virtualEnvironment } from "../support/python/virtualEnvironment";
import { skipOutsideCi } from "../support/skip";

const run = promisify(execFile);

const FOLDER = join(ROOT, "docs/recipes");
const GITHUB = ["plan.yml", "up.yml", "drift.yml"].map((file) => join(FOLDER, "github", file));
const CI = join(ROOT, ".github/workflows/ci.yml");
const GITLAB = join(FOLDER, "gitlab/.gitlab-ci.yml");
const REQUIREMENTS = join(ROOT, "test/recipes/requirements.txt");

/** The text of every recipe, and of the page about the recipes. */
function texts(): string[] {
  return readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

/** The npm commands in the recipes, each with its options there. */
function commands(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [, started, name = started, rest = ""] of texts()
    .join("\n")
    .matchAll(/npm (?:(start)|run(?: --silent)? ([\w:-]+))(?: --silent)?([^\n`|>]*)/g)) {
    const options = found.get(name ?? "") ?? new Set();
    for (const [, option = ""] of rest.matchAll(/ --([a-z][\w-]*)/g)) options.add(option);
    found.set(name ?? "", options);
  }
  return found;
}

/** The options that a command knows, from its own list or from --help. */
async function known(command: string): Promise<readonly string[]> {
  if (command === "preview" || command === "up" || command === "destroy") {
    return Object.keys(CLI_OPTIONS[command]);
  }
  const args = command === "start" ? ["start"] : ["run", command];
  const { stdout } = await run("npm", [...args, "--silent", "--", "--help"], { cwd: ROOT });
  return [...stdout.matchAll(/--([a-z][\w-]*)/g)].map(([, option = ""]) => option);
}

// Shows that the recipes have the right form and call existing commands. Does not run a recipe on GitHub, GitLab, AWS or Pulumi Cloud.
describe("The recipes", function () {
  this.timeout(120_000);

  it("fit the published schemas of GitHub and GitLab, and zizmor finds nothing unsafe in them", async function () {
    const tools = await virtualEnvironment({
      name: "recipes",
      pythons: ["python3"],
      leastMinor: 10,
      installs: [["-r", REQUIREMENTS]],
      requirements: [REQUIREMENTS],
    });
    if ("missing" in tools) {
      skipOutsideCi(this, tools.missing);
    }
    const check = join(tools.bin, "check-jsonschema");
    await run(check, ["--builtin-schema", "vendor.github-workflows", ...GITHUB]);
    const transform = ["--data-transform", "gitlab-ci"];
    await run(check, ["--builtin-schema", "vendor.gitlab-ci", ...transform, GITLAB]);
    await run(join(tools.bin, "zizmor"), ["--offline", "--quiet", ...GITHUB, CI]);
    const folder = mkdtempSync(join(tmpdir(), "recipes-"));
    const broken = join(folder, "broken.yml");
    try {
      // Each of the three tools finds the fault that this test puts into a file for it.
      writeFileSync(broken, readFileSync(CI, "utf8").replace("runs-on:", "run-on:"));
      await assert.rejects(run(check, ["--builtin-schema", "vendor.github-workflows", broken]));
      writeFileSync(broken, readFileSync(CI, "utf8").replace(/@[0-9a-f]{40}/, "@v7"));
      await assert.rejects(run(join(tools.bin, "zizmor"), ["--offline", "--quiet", broken]));
      writeFileSync(broken, readFileSync(GITLAB, "utf8").replace("script:", "scripts:"));
      await assert.rejects(
        run(check, ["--builtin-schema", "vendor.gitlab-ci", ...transform, broken]),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("call existing commands, with options that these know", async () => {
    const manifest: unknown = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    assert.ok(isRecord(manifest) && isRecord(manifest["scripts"]));
    const { scripts } = manifest;
    const called = commands();
    assert.ok(called.size >= 6, [...called.keys()].join(" "));
    for (const [command, options] of called) {
      assert.ok(command in scripts, command);
      if (options.size === 0) continue;
      const all = await known(command);
      for (const option of options) assert.ok(all.includes(option), `${command} --${option}`);
    }
  });

  it("use the same version of Pulumi and of the actions as the project's own workflow", () => {
    const own = readFileSync(CI, "utf8");
    for (const [use] of texts()
      .join("\n")
      .matchAll(/uses: (?:actions|pulumi)\/\S+/g)) {
      assert.ok(own.includes(use), use);
    }
    const [, version = ""] = /pulumi-version: ([\d.]+)/.exec(own) ?? [];
    assert.notEqual(version, "");
    for (const [, other] of texts()
      .join("\n")
      .matchAll(/(?:pulumi-version|PULUMI_VERSION): ([\d.]+)/g)) {
      assert.equal(other, version);
    }
  });

  it("give a stack the five credentials from Pulumi ESC, each as a secret", () => {
    const environment = load(readFileSync(join(FOLDER, "esc/twilio.yaml"), "utf8"));
    assert.ok(isRecord(environment) && isRecord(environment["values"]));
    const { twilio, pulumiConfig } = environment["values"];
    assert.ok(isRecord(twilio) && isRecord(pulumiConfig));
    const project = load(readFileSync(join(ROOT, "Pulumi.yaml"), "utf8"));
    assert.ok(isRecord(project) && isRecord(project["config"]));
    const required = Object.entries(project["config"])
      .filter(([, declared]) => isRecord(declared) && declared["secret"] === true)
      .filter(([, declared]) => isRecord(declared) && declared["default"] === undefined)
      .map(([key]) => `${PROJECT.name}:${key}`);
    assert.deepEqual(Object.keys(pulumiConfig).sort(), required.sort());
    for (const reference of Object.values(pulumiConfig)) {
      const [, key = ""] = /^\$\{twilio\.(\w+)\}$/.exec(String(reference)) ?? [];
      assert.deepEqual(twilio[key], { "fn::secret": "REPLACE" });
    }
  });
});
