import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * The folder for what the commands keep between runs: below `$XDG_STATE_HOME`, else `~/.local/state`. By the specification of
 * the variable, an empty or a relative path counts as none: it would lead into the project.
 */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  const given = env["XDG_STATE_HOME"] ?? "";
  const base = isAbsolute(given) ? given : join(homedir(), ".local", "state");
  return join(base, "pipecat-phone-service");
}
