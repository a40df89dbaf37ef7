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

/** The name of a folder's volume. Two folders get the same name if only `/`, `.` or `_` tells them apart: each becomes `-`. */
export function volumeName(containerPath: string): string {
  return containerPath.slice(1).replaceAll(/[^a-zA-Z0-9-]/g, "-");
}
