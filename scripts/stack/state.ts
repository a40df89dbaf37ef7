import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isRecord } from "../../offline/engine/wire";

/** A resource as the stack's state holds it; secrets are ciphertext. */
export interface StateResource {
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
  /** What the provider calls it, such as an ARN. */
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Whether its creation or update was not seen to end well: it exists, and is not what the program asked for. */
  readonly failed: boolean;
}

/** A creation whose end the last update never saw: AWS may have made the resource, and the state does not hold it. */
export interface PendingCreation {
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
}

/** What the stack's state holds. */
export interface StackState {
  readonly resources: readonly StateResource[];
  readonly pending: readonly PendingCreation[];
}

/** Which stack is meant, and of which folder's project; undefined means the CLI's own choice. */
export interface Selection {
  readonly stack: string | undefined;
  readonly cwd: string | undefined;
}

/** Bytes of a state of any size. */
const LARGEST_STATE = 256 * 1024 * 1024;

/**
 * Reads a stack's state as `pulumi stack export` gives it, which leaves secrets encrypted. Undefined where it cannot be read,
 * for want of a stack, a login or a CLI: the command that needs it says so itself.
 *
 * @param cli - file or name of the CLI
 */
export async function readState(
  cli: string,
  selection: Selection,
  env: NodeJS.ProcessEnv,
): Promise<StackState | undefined> {
  const args = ["stack", "export", "--non-interactive", ...selectionArguments(selection)];
  try {
    const { stdout } = await promisify(execFile)(cli, args, { env, maxBuffer: LARGEST_STATE });
    return stateIn(JSON.parse(stdout));
  } catch {
    return undefined;
  }
}

/** The CLI's options that choose a stack. */
export function selectionArguments({ stack, cwd }: Selection): string[] {
  return [
    ...(stack === undefined ? [] : ["--stack", stack]),
    ...(cwd === undefined ? [] : ["--cwd", cwd]),
  ];
}

function stateIn(exported: unknown): StackState {
  const state = isRecord(exported) ? exported["deployment"] : undefined;
  const listOf = (key: string): Record<string, unknown>[] => {
    const list = isRecord(state) ? state[key] : undefined;
    return Array.isArray(list) ? list.filter(isRecord) : [];
  };
  return {
    // What an update is about to delete in favour of another of the same name is no longer meant.
    resources: listOf("resources").flatMap((resource) =>
      resource["delete"] === true ? [] : [resourceOf(resource)],
    ),
    pending: listOf("pending_operations").flatMap(({ type, resource }) =>
      type === "creating" && isRecord(resource)
        ? [{ type: String(resource["type"]), name: nameIn(resource) }]
        : [],
    ),
  };
}

function resourceOf(resource: Readonly<Record<string, unknown>>): StateResource {
  const { id, initErrors, outputs, type } = resource;
  return {
    type: String(type),
    name: nameIn(resource),
    id: typeof id === "string" ? id : "",
    outputs: isRecord(outputs) ? outputs : {},
    failed: Array.isArray(initErrors) && initErrors.length > 0,
  };
}

function nameIn({ urn }: Readonly<Record<string, unknown>>): string {
  return String(urn).split("::").slice(3).join("::");
}
