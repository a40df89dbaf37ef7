import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { wrongUse } from "../terminal/scriptError";

/** A stack's plain settings, its project's defaults among them. */
interface Settings {
  /** A plain setting as text, by the project's key. */
  readonly text: (key: string) => string | undefined;
}

/** How long Docker may take to answer, in milliseconds: a daemon that hangs would else hang the update, after half of it. */
const PATIENCE_MS = 15_000;

/** What helps, other than starting Docker. */
const INSTEAD =
  "or name an image that exists: pulumi config rm buildContext, then: pulumi config set image URI";

/**
 * Asks Docker for its version where the stack's image is to be built, before anything is made.
 *
 * @param env - has the PATH to find `docker` on, and the address of its daemon, if any
 * @throws ScriptError that says why there is no answer, and what to do
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
    const [problem, cure] = explanation(error, patienceMs);
    throw wrongUse(
      `the image is to be built from ${folder}, and ${problem}`,
      `${cure}, ${INSTEAD}`,
    );
  }
}

function explanation(error: unknown, patienceMs: number): readonly [problem: string, cure: string] {
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
