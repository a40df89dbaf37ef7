import type { Agent } from "node:http";

/** AWS answers within seconds; what has not answered by then never will, in milliseconds. The SDK itself waits forever. */
const ANSWER_TIMEOUT_MS = 30_000;
const CONNECTION_TIMEOUT_MS = 5_000;

/** What every client of the SDK is made with. */
export interface ClientConfig {
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
    readonly httpAgent?: Agent;
    readonly httpsAgent?: Agent;
  };
}

/**
 * A client's config with limits to how long AWS may take; the SDK tries a request that was too late again.
 *
 * @param agent - the way out of this machine; without one the connections are direct
 */
export function clientConfig(answerMs = ANSWER_TIMEOUT_MS, agent?: Agent): ClientConfig {
  return {
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: answerMs,
      // Without it the SDK writes a warning and goes on waiting.
      throwOnRequestTimeout: true,
      ...(agent === undefined ? {} : { httpAgent: agent, httpsAgent: agent }),
    },
  };
}
