import type { ListedKey, RotationConfig, RotationPorts } from "../ports";

/** Age in milliseconds. Another run may have made a younger key and not stored it yet. */
const YOUNG_MS = 10 * 60_000;

/** Finds API keys that rotations of this stack made and that the config does not hold, by name and age. */
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

/** Deletes the keys that interrupted runs have left behind, if the user agrees. */
export async function deleteOrphans(ports: RotationPorts, config: RotationConfig): Promise<void> {
  const orphans = await orphanKeys(ports, config);
  if (orphans.length === 0) return;
  const names = orphans.map(({ name }) => name).join(", ");
  await ports.confirm(
    `This deletes API keys that earlier runs have left and that nothing uses: ${names}.`,
  );
  for (const { sid } of orphans) await ports.twilio.deleteKey(config.main, sid);
}
