import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * The folder for data that the commands keep between runs: in `$XDG_STATE_HOME`, or else in `~/.local/state`. By the variable's
 * specification, an empty or relative path is ignored. A relative path would lead into the project.
 */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  const given = env["XDG_STATE_HOME"] ?? "";
  const base = isAbsolute(given) ? given : join(homedir(), ".local", "state");
  return join(base, "pipecat-phone-service");
}
