import type { ListedKey, RotationConfig, RotationPorts } from "./ports";

/** A younger key may be one that another run has made and not yet stored, in milliseconds. */
const YOUNG_MS = 10 * 60_000;

/** The keys that rotations of this stack made and that no config holds: by name and age. */
export async function orphanKeys(
  { twilio, keyPrefix, now }: RotationPorts,
  { main, keySid, oldKeySid }: RotationConfig,
): Promise<readonly ListedKey[]> {
  const keys = await twilio.keys(main);
  return keys.filter(
    ({ sid, name, createdAt }) =>
      name.startsWith(keyPrefix) &&
      ![keySid, oldKeySid].includes(sid) &&
      now().getTime() - createdAt.getTime() > YOUNG_MS,
  );
}

/** Deletes keys that an interrupted run has left, if the person agrees. */
export async function deleteOrphans(ports: RotationPorts, config: RotationConfig): Promise<void> {
  const orphans = await orphanKeys(ports, config);
  if (orphans.length === 0) return;
  const names = orphans.map(({ name }) => name).join(", ");
  await ports.confirm(
    `This deletes API keys that earlier runs have left and that nothing uses: ${names}.`,
  );
  for (const { sid } of orphans) await ports.twilio.deleteKey(config.main, sid);
}
