import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The compared versions. After a change here, the next run installs the new version. */
export const TOOL_VERSIONS = {
  "aws-cdk-lib": "2.276.0",
  "cdk-nag": "3.0.2",
  checkov: "3.3.30",
  constructs: "10.8.1",
  credsweeper: "1.19.5",
  "detect-secrets": "1.5.0",
  gitleaks: "8.30.1",
} as const;

/** The tools that are compared with the pack. */
export const TOOLS = ["cdk-nag", "checkov", "credsweeper", "detect-secrets", "gitleaks"] as const;

export type Tool = (typeof TOOLS)[number];

/** A tool on this machine, or the reason why it is not there. */
export type Installation =
  | { readonly available: true; readonly path: string }
  | { readonly available: false; readonly reason: string };

/** Where the tools are kept between runs; git ignores it. */
export const TOOL_CACHE = resolve(__dirname, "../../.cache/bench-policy");

/** Installs a tool in its pinned version, once. `path` is its program, or the package.json of cdk-nag. */
export function install(tool: Tool): Installation {
  const folder = join(TOOL_CACHE, `${tool}-${TOOL_VERSIONS[tool]}`);
  const path = programIn(folder, tool);
  if (existsSync(path)) return { available: true, path };
  process.stderr.write(`Installing ${tool} ${TOOL_VERSIONS[tool]} ...\n`);
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(dirname(folder), { recursive: true });
    installInto(folder, tool);
    return existsSync(path)
      ? { available: true, path }
      : { available: false, reason: "its installer left no program behind" };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    return { available: false, reason: installFault(tool, error) };
  }
}

function programIn(folder: string, tool: Tool): string {
  if (tool === "cdk-nag") return join(folder, "node_modules", "cdk-nag", "package.json");
  return join(folder, "bin", tool);
}

function installInto(folder: string, tool: Tool): void {
  if (tool === "cdk-nag") installFromNpm(folder);
  else if (tool === "gitleaks") installFromGo(folder);
  else installFromPyPi(folder, tool);
}

function installFromNpm(folder: string): void {
  const half = `${folder}.part`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  writeFileSync(join(half, "package.json"), '{ "private": true }\n');
  const packages = (["cdk-nag", "aws-cdk-lib", "constructs"] as const).map(
    (name) => `${name}@${TOOL_VERSIONS[name]}`,
  );
  run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...packages], half);
  renameSync(half, folder);
}

/** `go install` accepts only this module path, which differs from the name of the repository. */
function installFromGo(folder: string): void {
  const module = `github.com/zricethezav/gitleaks/v8@v${TOOL_VERSIONS.gitleaks}`;
  run("go", ["install", module], TOOL_CACHE, { GOBIN: join(folder, "bin") });
}

/** Installs each tool in a separate virtual environment, because checkov brings a fork of detect-secrets under the same module name. */
function installFromPyPi(folder: string, tool: Exclude<Tool, "cdk-nag" | "gitleaks">): void {
  run("python3", ["-m", "venv", folder], TOOL_CACHE);
  run(
    join(folder, "bin", "pip"),
    ["install", "--quiet", `${tool}==${TOOL_VERSIONS[tool]}`],
    TOOL_CACHE,
  );
}

function run(
  program: string,
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): void {
  execFileSync(program, args, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
    timeout: 15 * 60_000,
  });
}

function installFault(tool: Tool, error: unknown): string {
  const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
  const needs = tool === "gitleaks" ? "Go" : tool === "cdk-nag" ? "npm" : "Python 3 with venv";
  return missing ? `needs ${needs}` : `its installation failed (needs ${needs} and its registry)`;
}
