import { join, resolve } from "node:path";
import { virtualEnvironment, type PythonTools } from "./virtualEnvironment";
import { skip, skipOutsideCi } from "../skip";

/** The phone service's folder. */
export const SERVICE_FOLDER = join(resolve(__dirname, "../../.."), "service");

/** Time limit in milliseconds for the first installation. */
export const SERVICE_INSTALL_TIMEOUT_MS = 600_000;

/** Installs the packages that the phone service and its checks need, once for each state of the requirements (580 MB). */
export function servicePython(): Promise<PythonTools> {
  const file = (name: string) => join(SERVICE_FOLDER, name);
  const [build, service, dev] = [
    file("requirements-build.txt"),
    file("requirements.txt"),
    file("requirements-dev.txt"),
  ];
  return virtualEnvironment({
    name: "phone-service",
    pythons: ["python3.12", "python3", "python3.14", "python3.13", "python3.11"],
    leastMinor: 11,
    // The Dockerfile does the same. docopt has no wheel, so the installer builds it with the setuptools that was installed first.
    installs: [
      ["--require-hashes", "-r", build],
      ["--require-hashes", "--no-build-isolation", "-r", service, "-r", dev],
    ],
    requirements: [build, service, dev],
  });
}

/**
 * Returns the folder of the environment's commands, in a `before` hook. Without a Python, skips the suite and prints why.
 * @throws Error if the installation fails in CI, because nobody would notice a skip there
 */
export async function servicePythonOrSkip(context: Mocha.Context): Promise<string> {
  context.timeout(SERVICE_INSTALL_TIMEOUT_MS);
  const tools = await servicePython();
  if (!("missing" in tools)) return tools.bin;
  return tools.because === "not-installed"
    ? skipOutsideCi(context, tools.missing)
    : skip(context, tools.missing);
}
