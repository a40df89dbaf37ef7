import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Emulator } from "./emulators";

/** How an answer breaks off: the connection ends half way, or half of it is sent as if it were all. */
export type Cut = "connection" | "body";

/** A proxy that breaks off the answers of one operation half way. microburst does this to no HTTP answer. */
export async function startCuttingProxy(
  upstream: Emulator,
  operation: string,
  cut: Cut,
): Promise<Emulator> {
  const server = createServer((request, response) => {
    void forward(upstream, request, response, operation, cut);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function forward(
  { url }: Emulator,
  request: IncomingMessage,
  response: ServerResponse,
  operation: string,
  cut: Cut,
): Promise<void> {
  const dropped = ["host", "content-length", "connection"];
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === "string" && !dropped.includes(name)) headers.set(name, value);
  }
  const answer = await fetch(`${url}${request.url ?? "/"}`, {
    method: request.method ?? "POST",
    headers,
    body: new Uint8Array(await buffer(request)),
  });
  const body = Buffer.from(await answer.arrayBuffer());
  const broken = String(request.headers["x-amz-target"]).endsWith(`.${operation}`);
  const half = body.subarray(0, Math.floor(body.length / 2));
  const length = broken && cut === "body" ? half.length : body.length;
  response.writeHead(answer.status, {
    "content-type": answer.headers.get("content-type") ?? "",
    "content-length": length,
  });
  if (!broken) response.end(body);
  else if (cut === "body") response.end(half);
  else response.write(half, () => response.destroy());
}
