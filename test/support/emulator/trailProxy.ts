import { startAwsProxy } from "./awsProxy";
import type { Emulator } from "./emulators";

/** An emulator behind a server that corrects CloudTrail's events. */
export interface TrailProxy extends Emulator {
  /** Actions, such as `LookupEvents`, that are answered with AccessDenied. */
  readonly denied: Set<string>;
}

/**
 * Starts a server in front of ministack. In CloudTrail's events ministack writes `SecretId`, but AWS writes `secretId`: the server
 * corrects this name. It also denies the actions that a test lists.
 */
export async function startTrailProxy(upstream: Emulator): Promise<TrailProxy> {
  const denied = new Set<string>();
  const refusal = { __type: "AccessDeniedException", message: "is not authorized" };
  const change = (text: string): string => text.replaceAll('\\"SecretId\\"', '\\"secretId\\"');
  const proxy = await startAwsProxy(upstream, ({ operation }) =>
    denied.has(operation) ? { status: 400, json: refusal } : { change },
  );
  return { ...proxy, denied };
}
