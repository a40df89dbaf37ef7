/** A task volume, and where the container sees it. */
export interface WritableVolume {
  readonly name: string;
  readonly containerPath: string;
}

/** The volumes of the folders that can be written even when the root file system is read-only. */
export function writableVolumes(paths: readonly string[]): WritableVolume[] {
  return [...paths]
    .sort()
    .map((containerPath) => ({ name: volumeName(containerPath), containerPath }));
}

/** A folder's volume; folders that differ in their signs alone have the same. */
export function volumeName(containerPath: string): string {
  return containerPath.slice(1).replaceAll(/[^a-zA-Z0-9-]/g, "-");
}
