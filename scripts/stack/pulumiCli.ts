import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { version as npmPackageVersion } from "pulumi/package.json";
import { isExecutable, onPath } from "../terminal/process/onPath";
import { wrongUse } from "../terminal/scriptError";

const EXECUTABLE = process.platform === "win32" ? "pulumi.exe" : "pulumi";

/**
 * Finds Pulumi's CLI without starting anything: the one on the PATH, or else the one that the npm package `pulumi` has already
 * downloaded. The package's own command is skipped. It is first on the PATH in every npm script, and its first run starts a
 * download.
 */
export function findPulumiCli(env: NodeJS.ProcessEnv): string | undefined {
  const home = env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
  const downloaded = join(home, "versions", npmPackageVersion, "bin", EXECUTABLE);
  return onPath("pulumi", env) ?? (isExecutable(downloaded) ? downloaded : undefined);
}

/**
 * Puts the CLI's folder first on this process's PATH, so that the Automation API uses this CLI, and the CLI its own language
 * host.
 *
 * @throws ScriptError with exit code 2 if there is no CLI.
 */
export function usePulumiCli(): void {
  const cli = findPulumiCli(process.env);
  if (cli === undefined) {
    throw wrongUse(
      "Pulumi's CLI is neither on the PATH nor downloaded",
      "npx pulumi version (downloads it), or install it: https://www.pulumi.com/docs/install",
    );
  }
  process.env["PATH"] = `${dirname(cli)}${delimiter}${process.env["PATH"] ?? ""}`;
  process.env["PULUMI_SKIP_UPDATE_CHECK"] = "true";
}
