import { join, resolve } from "node:path";
import { virtualEnvironment, type PythonTools } from "./virtualEnvironment";
import { skip, skipOutsideCi } from "../skip";

/** The phone service's folder. */
export const SERVICE_FOLDER = join(resolve(__dirname, "../../.."), "service");

/** Installing it the first time may take this long, in milliseconds. */
export const SERVICE_INSTALL_TIMEOUT_MS = 600_000;

/** Installs what the phone service needs and what checks it, once for each state of its requirements (580 MB). */
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
    // Installs setuptools first, as the Dockerfile does: docopt has no wheel, and is built with it.
    installs: [
      ["--require-hashes", "-r", build],
      ["--require-hashes", "--no-build-isolation", "--use-pep517", "-r", service, "-r", dev],
    ],
    requirements: [build, service, dev],
  });
}

/**
 * The folder of its commands, in a `before` hook; without a Python the suite is counted as skipped and says why.
 * @throws Error when it cannot be installed in CI, where a skip would hide it.
 */
export async function servicePythonOrSkip(context: Mocha.Context): Promise<string> {
  context.timeout(SERVICE_INSTALL_TIMEOUT_MS);
  const tools = await servicePython();
  if (!("missing" in tools)) return tools.bin;
  return tools.because === "not-installed"
    ? skipOutsideCi(context, tools.missing)
    : skip(context, tools.missing);
}
