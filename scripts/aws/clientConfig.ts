import type { Agent } from "node:http";

/** How long to wait for an answer, in milliseconds. AWS answers within seconds, and the SDK by itself would wait forever. */
const ANSWER_TIMEOUT_MS = 30_000;
const CONNECTION_TIMEOUT_MS = 5_000;

/** The options that every client of the SDK gets. */
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
 * Returns a client's config with time limits. The SDK repeats a request that timed out.
 *
 * @param agent - connects through a proxy; without it the connections are direct
 */
export function clientConfig(answerMs = ANSWER_TIMEOUT_MS, agent?: Agent): ClientConfig {
  return {
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: answerMs,
      // Without this option the SDK only writes a warning and keeps waiting.
      throwOnRequestTimeout: true,
      ...(agent === undefined ? {} : { httpAgent: agent, httpsAgent: agent }),
    },
  };
}
