import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { TOOL_VERSIONS, type Tool } from "./tools";

/** The form in which a tool gets each case. */
export type CaseForm = "file" | "template";

/** How a tool is run over a folder of cases. */
export interface Scanner {
  readonly tool: Tool;
  readonly version: string;
  readonly reads: CaseForm;
  /** Runs the tool once and returns the ids of the cases that it reports. @throws if the tool fails */
  scan(program: string, folder: string, scratch: string): ReadonlySet<string>;
}

/** Rules of checkov about plaintext secrets. The other rules look for something else and report every case. */
const CHECKOV_RULES = /^(CKV_SECRET_\d+|CKV_AWS_4[156]|CKV_AWS_384)$/;

/** The tools, each run as its manual says, with its own defaults, without the network. */
export const SCANNERS: readonly Scanner[] = [
  {
    tool: "cdk-nag",
    version: TOOL_VERSIONS["cdk-nag"],
    reads: "template",
    scan(program, folder, scratch) {
      const runner = join(__dirname, "cdkNagRunner.mjs");
      return ids(field(json(run(process.execPath, [runner, program, folder], scratch)), "alarmed"));
    },
  },
  {
    tool: "checkov",
    version: TOOL_VERSIONS.checkov,
    reads: "template",
    scan(program, folder, scratch) {
      const frameworks = ["--framework", "cloudformation", "secrets"];
      const quietly = [
        "--output",
        "json",
        "--compact",
        "--quiet",
        "--soft-fail",
        "--skip-download",
      ];
      const report = json(
        run(program, ["--directory", folder, ...frameworks, ...quietly], scratch),
      );
      const failed = list(report).flatMap((each) =>
        list(field(field(each, "results"), "failed_checks")),
      );
      const about = failed.filter((check) => CHECKOV_RULES.test(text(field(check, "check_id"))));
      return ids(about.map((check) => field(check, "file_path")));
    },
  },
  {
    tool: "credsweeper",
    version: TOOL_VERSIONS.credsweeper,
    reads: "file",
    scan(program, folder, scratch) {
      const report = join(scratch, "credsweeper.json");
      // The tool writes no report when it finds nothing.
      writeFileSync(report, "[]");
      run(program, ["--path", folder, "--save-json", report, "--hashed", "--no-stdout"], scratch);
      const found = list(json(readFileSync(report, "utf8")));
      return ids(
        found.flatMap((each) =>
          list(field(each, "line_data_list")).map((line) => field(line, "path")),
        ),
      );
    },
  },
  {
    tool: "detect-secrets",
    version: TOOL_VERSIONS["detect-secrets"],
    reads: "file",
    scan(program, folder, scratch) {
      const report = json(run(program, ["-C", folder, "scan", "--all-files", "."], scratch));
      const results = field(report, "results");
      return ids(typeof results === "object" && results !== null ? Object.keys(results) : []);
    },
  },
  {
    tool: "gitleaks",
    version: TOOL_VERSIONS.gitleaks,
    reads: "file",
    scan(program, folder, scratch) {
      const report = join(scratch, "gitleaks.json");
      const quietly = ["--no-banner", "--log-level", "error", "--exit-code", "0", "--redact=100"];
      run(program, ["dir", folder, "-f", "json", "-r", report, ...quietly], scratch);
      return ids(list(json(readFileSync(report, "utf8"))).map((each) => field(each, "File")));
    },
  },
];

/** Runs a tool and returns its stdout. Drops its stderr, which may quote the cases. */
function run(program: string, args: readonly string[], cwd: string): string {
  const path = `${dirname(program)}:${process.env["PATH"] ?? ""}`;
  const { status, stdout } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, PATH: path, LOG_LEVEL: "ERROR", HOME: cwd },
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
  if (status !== 0)
    throw new Error(`${basename(program)} ended with exit code ${status ?? "none"}.`);
  return stdout;
}

function json(report: string): unknown {
  return report.trim() === "" ? [] : JSON.parse(report);
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

/** The items of a list. A single report is treated as a list of one. */
function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The ids of the cases, from the names of their files. */
function ids(files: unknown): ReadonlySet<string> {
  return new Set(
    list(files).map((file) => basename(text(file).split(/[|:]/)[0] ?? "").replace(/\..*$/, "")),
  );
}
