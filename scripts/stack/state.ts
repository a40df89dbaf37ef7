import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isRecord } from "../../offline/engine/wire";

/** A resource in the stack's state. Secrets are encrypted. */
export interface StateResource {
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
  /** The provider's id, such as an ARN. */
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Whether its creation or update failed: it exists, but may not be what the program asked for. */
  readonly failed: boolean;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
}

/**
 * A creation that was not finished when the last update ended. AWS may have made the resource, but the state does not contain it.
 */
export interface PendingCreation {
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
}

/** The contents of a stack's state. */
export interface StackState {
  readonly resources: readonly StateResource[];
  readonly pending: readonly PendingCreation[];
}

/** The stack, and the project's folder. Undefined means the CLI's default. */
export interface Selection {
  readonly stack: string | undefined;
  readonly cwd: string | undefined;
}

/** Largest state that is read, in bytes: larger than any real one. */
const LARGEST_STATE = 256 * 1024 * 1024;

/**
 * Reads a stack's state with `pulumi stack export`, which keeps secrets encrypted. Undefined if it cannot be read, because there
 * is no stack, no login or no CLI: the command that follows reports that itself.
 *
 * @param cli - path or name of the CLI
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
    // A resource that a replacement has left to be deleted has a successor of the same name.
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
    protect: resource["protect"] === true,
    failed: Array.isArray(initErrors) && initErrors.length > 0,
  };
}

function nameIn({ urn }: Readonly<Record<string, unknown>>): string {
  return String(urn).split("::").slice(3).join("::");
}
