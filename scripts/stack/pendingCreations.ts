import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isRecord } from "../../offline/engine/wire";
import { cureFor } from "../terminal/advice";
import { checkFailed, type ScriptError } from "../terminal/scriptError";

/** A creation whose end the last update never saw: AWS may have made the resource, and the state does not hold it. */
interface PendingCreation {
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
}

/** Bytes of a state of any size. */
const LARGEST_STATE = 256 * 1024 * 1024;

/**
 * Why an update must not be run: it would make a second time what an update that was killed had begun. Undefined where there is
 * nothing of the kind, and where the state cannot be read for want of a stack or a login: the update says so itself.
 *
 * @param selection - what the update is of
 */
export async function refusalToRepeat(
  cli: string,
  selection: Selection,
  env: NodeJS.ProcessEnv,
): Promise<ScriptError | undefined> {
  const exported = ["stack", "export", "--non-interactive", ...asArguments(selection)];
  try {
    const { stdout } = await promisify(execFile)(cli, exported, { env, maxBuffer: LARGEST_STATE });
    const pending = pendingIn(JSON.parse(stdout));
    return pending.length === 0 ? undefined : repeats(pending, selection);
  } catch {
    return undefined;
  }
}

function repeats(pending: readonly PendingCreation[], { stack }: Selection): ScriptError {
  return checkFailed(
    [
      "the last update was killed while AWS was making:",
      ...pending.map(({ type, name }) => `  ${name} (${type})`),
      "AWS may have finished it without this state knowing; another update would make it a second time",
    ].join("\n"),
    cureFor(
      "look for it in AWS, delete what is there, then: npx pulumi refresh --clear-pending-creates",
      { stack },
    ),
  );
}

/** Which stack an update is of, and of which folder's project; undefined means the CLI's own choice. */
export interface Selection {
  readonly stack: string | undefined;
  readonly cwd: string | undefined;
}

function asArguments(selection: Selection): string[] {
  return Object.entries(selection).flatMap(([option, value]) =>
    typeof value === "string" ? [`--${option}`, value] : [],
  );
}

function pendingIn(exported: unknown): PendingCreation[] {
  const state = isRecord(exported) ? exported["deployment"] : undefined;
  const operations: unknown = isRecord(state) ? state["pending_operations"] : undefined;
  if (!Array.isArray(operations)) return [];
  return operations.flatMap((operation: unknown) => {
    const resource = isRecord(operation) ? operation["resource"] : undefined;
    if (!isRecord(operation) || operation["type"] !== "creating" || !isRecord(resource)) return [];
    const name = String(resource["urn"]).split("::").slice(3).join("::");
    return [{ type: String(resource["type"]), name }];
  });
}
