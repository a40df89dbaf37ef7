import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { wrongUse } from "../terminal/scriptError";

/** A stack's plaintext settings, including its project's defaults. */
interface Settings {
  /** A plaintext setting as text, by the project's key. */
  readonly text: (key: string) => string | undefined;
}

/** How long to wait for Docker, in milliseconds. Otherwise a daemon that hangs would make the update hang half-way. */
const PATIENCE_MS = 15_000;

/** The advice for users without Docker. */
const INSTEAD =
  "or name an image that exists: pulumi config rm buildContext, then: pulumi config set image URI";

/**
 * Requires that Docker answers, if the stack's image must be built. It is called before anything is made.
 *
 * @param env - its PATH is searched for `docker`; it may also have the daemon's address
 * @throws ScriptError that says why Docker does not answer, and what to do
 */
export async function requireDocker(
  settings: Settings,
  env: NodeJS.ProcessEnv,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const folder = settings.text("buildContext") ?? "";
  if (folder === "" || (settings.text("image") ?? "") !== "") return;
  const args = ["version", "--format", "{{.Server.Version}}"];
  try {
    await promisify(execFile)("docker", args, { env, timeout: patienceMs, killSignal: "SIGKILL" });
  } catch (error) {
    const [problem, fix] = explanation(error, patienceMs);
    throw wrongUse(`the image is to be built from ${folder}, and ${problem}`, `${fix}, ${INSTEAD}`);
  }
}

function explanation(error: unknown, patienceMs: number): readonly [problem: string, fix: string] {
  const property = (name: string): unknown =>
    error instanceof Error ? Reflect.get(error, name) : undefined;
  if (property("code") === "ENOENT") {
    return ["there is no docker on the PATH", "install Docker: https://docs.docker.com/get-docker"];
  }
  if (property("killed") === true) {
    const seconds = Math.round(patienceMs / 1000);
    return [`Docker has not answered within ${seconds} s`, "restart Docker"];
  }
  return /permission denied/i.test(String(property("stderr")))
    ? ["this user may not use Docker", "docker version shows why"]
    : ["Docker does not answer", "start Docker (docker version shows whether it answers)"];
}
