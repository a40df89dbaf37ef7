import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SERVICE_FOLDER } from "../python/servicePython";
import { output, succeeds } from "./command";

/** The image under test. */
export const IMAGE = "localhost/phone-service:test";

const STAND_IN = "localhost/phone-service-stand-in:bookworm";

/** One line that says why the image cannot be built and run here. Undefined if it can. */
export async function missingTool(): Promise<string | undefined> {
  for (const tool of ["buildah", "podman", "runc", "debootstrap"]) {
    if (!(await succeeds(tool, ["--version"]))) {
      return `no ${tool}: apt-get install -y buildah podman runc debootstrap (on Linux, as root)`;
    }
  }
  if (process.getuid?.() !== 0) return "buildah without a daemon needs root here";
  return undefined;
}

/**
 * Builds the Dockerfile on `IMAGE_BASE`, an image that buildah has. Without the variable, it builds on a stand-in that is made once from
 * Debian's packages, with Debian's Python. A stand-in proves the Dockerfile, not the base image that it pins.
 */
export async function buildImage(): Promise<void> {
  const base = process.env["IMAGE_BASE"] ?? (await standIn());
  // pip needs the machine's own settings and certificates to reach its package index.
  const mounts = ["/etc/pip.conf", "/etc/ssl/certs"].filter((path) => existsSync(path));
  await output("buildah", [
    "build",
    "--isolation=chroot",
    "--layers",
    "--pull-never",
    `--build-arg=BASE=${base}`,
    ...mounts.map((path) => `--volume=${path}:${path}:ro`),
    `--tag=${IMAGE}`,
    SERVICE_FOLDER,
  ]);
}

/** A container that runs as Fargate would run it. */
export interface Container {
  readonly id: string;
  readonly port: number;
}

/** Starts the image with a read-only root, as user 1001, without capabilities or new privileges, with an init process and with limits. */
export async function startContainer(
  port: number,
  env: Readonly<Record<string, string>>,
): Promise<Container> {
  const settings = { ...env, HOST: "127.0.0.1", PORT: String(port) };
  // Variables are passed by name only. podman takes the values from its own environment, so the list of processes shows none.
  Object.assign(process.env, settings);
  const name = `phone-service-test-${port}`;
  try {
    const id = await output("podman", [
      "--runtime=runc",
      "run",
      "--detach",
      `--name=${name}`,
      "--read-only",
      // No tmpfs on /tmp: Fargate mounts a volume there, with the owner and mode of the image's folder.
      "--read-only-tmpfs=false",
      "--user=1001:1001",
      "--cap-drop=ALL",
      "--security-opt=no-new-privileges",
      "--memory=2g",
      "--cpus=1",
      "--network=host",
      // By default podman asks for more open files and processes than a machine may allow.
      "--ulimit=nofile=4096:4096",
      "--ulimit=nproc=4096:4096",
      ...Object.keys(settings).map((setting) => `--env=${setting}`),
      IMAGE,
    ]);
    return { id, port };
  } catch (error) {
    // Removes the container that podman may have made before it failed.
    await succeeds("podman", ["rm", "--force", "--volumes", name]);
    throw error;
  } finally {
    for (const setting of Object.keys(settings)) Reflect.deleteProperty(process.env, setting);
  }
}

/** Runs a shell command in a container and returns what it prints. */
export function inContainer({ id }: Container, command: string): Promise<string> {
  return output("podman", ["--runtime=runc", "exec", id, "sh", "-c", command]);
}

async function standIn(): Promise<string> {
  if (await succeeds("buildah", ["inspect", "--type=image", STAND_IN])) return STAND_IN;
  const folder = mkdtempSync(join(tmpdir(), "pipecat-base-"));
  try {
    const packages = "--include=python3,python3-venv,ca-certificates";
    await output("debootstrap", ["--variant=minbase", packages, "bookworm", folder]);
    symlinkSync("python3", join(folder, "usr/bin/python"));
    const container = await output("buildah", ["from", "scratch"]);
    await output("buildah", ["add", "--quiet", container, folder, "/"]);
    await output("buildah", ["config", "--env=PATH=/usr/local/bin:/usr/bin:/bin", container]);
    await output("buildah", ["commit", "--quiet", "--rm", container, STAND_IN]);
    return STAND_IN;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
