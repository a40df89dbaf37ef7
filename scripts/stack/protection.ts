import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isRecord } from "../../offline/engine/wire";
import { checkFailed, type ScriptError } from "../terminal/scriptError";
import { cureFor } from "../terminal/advice";

/** Bytes of a state of any size. */
const LARGEST_STATE = 256 * 1024 * 1024;

/**
 * Why a stack must not be destroyed: some of it is protected. Pulumi finds that out in a preview, but without one it deletes what
 * depends on a protected resource first, such as the service's scaling and the secret's policy. Undefined where nothing is
 * protected, and where the state cannot be read: the command says so itself.
 *
 * @param selection - the CLI's arguments that choose the stack
 * @param stack - its name, where the arguments say it
 */
export async function refusalToDestroy(
  cli: string,
  selection: readonly string[],
  env: NodeJS.ProcessEnv,
  stack: string | undefined,
): Promise<ScriptError | undefined> {
  const args = ["stack", "export", "--non-interactive", ...selection];
  try {
    const { stdout } = await promisify(execFile)(cli, args, { env, maxBuffer: LARGEST_STATE });
    const names = protectedIn(JSON.parse(stdout));
    return names.length === 0 ? undefined : refusal(names, stack);
  } catch {
    return undefined;
  }
}

function refusal(names: readonly string[], stack: string | undefined): ScriptError {
  const off = stack === undefined ? "" : ` --stack ${stack}`;
  return checkFailed(
    `the stack is protected by deletionProtection (${names.join(", ")}): nothing was deleted`,
    cureFor(
      `if it is to go: npm run up --${off} --config deletionProtection=false, then: npm run destroy`,
      { stack },
    ),
  );
}

function protectedIn(exported: unknown): string[] {
  const state = isRecord(exported) ? exported["deployment"] : undefined;
  const resources: unknown = isRecord(state) ? state["resources"] : undefined;
  if (!Array.isArray(resources)) return [];
  return resources.flatMap((resource: unknown) =>
    isRecord(resource) && resource["protect"] === true
      ? [String(resource["urn"]).split("::").slice(3).join("::")]
      : [],
  );
}
