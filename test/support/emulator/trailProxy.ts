import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Emulator } from "./emulators";

/** An emulator with what stands in front of it. */
export interface TrailProxy extends Emulator {
  /** Actions, such as `LookupEvents`, that are answered with AccessDenied. */
  readonly denied: Set<string>;
}

/**
 * Starts a server in front of ministack. In CloudTrail's events ministack writes SecretId as the request has it, where AWS writes
 * secretId: the server corrects that one word. It also denies what a test lists.
 */
export async function startTrailProxy({ url }: Emulator): Promise<TrailProxy> {
  const denied = new Set<string>();
  const server = createServer((request, response) => {
    void forward(url, denied, request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    denied,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function forward(
  upstream: string,
  denied: ReadonlySet<string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const action = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
  if (denied.has(action)) {
    const refusal = { __type: "AccessDeniedException", message: "is not authorized" };
    response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(refusal));
    return;
  }
  const headers = ["authorization", "content-type", "x-amz-target", "x-amz-date"].flatMap(
    (name): [string, string][] => {
      const value = request.headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    },
  );
  const body = await buffer(request);
  const { method = "POST", url = "/" } = request;
  const answer = await fetch(`${upstream}${url}`, { method, headers, body });
  const text = (await answer.text()).replaceAll('\\"SecretId\\"', '\\"secretId\\"');
  const type = answer.headers.get("content-type") ?? "application/json";
  response.writeHead(answer.status, { "content-type": type }).end(text);
}
