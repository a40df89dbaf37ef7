import { execFile } from "node:child_process";
import { parseArgs, promisify } from "node:util";
import { isRecord } from "../simulation/wire";

/** A creation whose end the last update never saw: AWS may have made the resource, and the state does not hold it. */
export interface PendingCreation {
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
}

/** Bytes of a state of any size. */
const LARGEST_STATE = 256 * 1024 * 1024;

/**
 * The creations that the stack's last update left unfinished when its process was killed. None where the state cannot be
 * read, for want of a stack or a login: the command that follows says so itself.
 *
 * @param args the arguments of that command, which may name the stack.
 */
export async function pendingCreations(
  cli: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<PendingCreation[]> {
  const exported = ["stack", "export", "--non-interactive", ...stackArguments(args)];
  try {
    const { stdout } = await promisify(execFile)(cli, exported, { env, maxBuffer: LARGEST_STATE });
    return pendingIn(JSON.parse(stdout));
  } catch {
    return [];
  }
}

/** What to do before another update, so that it makes nothing a second time; holds no value. */
export function pendingAdvice(pending: readonly PendingCreation[]): string {
  return [
    "The last update was killed while AWS was making:",
    ...pending.map(({ type, name }) => `  ${name} (${type})`),
    "AWS may have finished it without this state knowing. Another update would make it a second time.",
    "→ Look for it in AWS, and delete what is there. Then: pulumi refresh --clear-pending-creates",
  ].join("\n");
}

function stackArguments(args: readonly string[]): string[] {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: { stack: { type: "string", short: "s" }, cwd: { type: "string", short: "C" } },
  });
  return Object.entries(values).flatMap(([option, value]) =>
    (option === "stack" || option === "cwd") && typeof value === "string"
      ? [`--${option}`, value]
      : [],
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
