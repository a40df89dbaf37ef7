import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";

/** An HTTP proxy like those of companies. Clients ask it with CONNECT for a tunnel to a host name. */
export interface ConnectProxy {
  readonly url: string;
  /** The tunnels that were asked for, as `HOST:PORT`. */
  readonly tunnels: readonly string[];
  stop(): Promise<void>;
}

/**
 * Starts a proxy on a free port of this machine.
 *
 * @param ports - the local port that each tunnel leads to, by `HOST:PORT`. The proxy refuses any other tunnel
 */
export async function startConnectProxy(
  ports: Readonly<Record<string, number>>,
): Promise<ConnectProxy> {
  const tunnels: string[] = [];
  const server = createServer().listen(0, "127.0.0.1");
  const sockets = new Set<Duplex>();
  server.on("connect", ({ url = "" }, socket) => {
    tunnels.push(url);
    sockets.add(socket);
    const port = ports[url];
    if (port === undefined) {
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
      return;
    }
    const upstream = connect(port, "localhost", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(socket);
      socket.pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
    socket.on("close", () => upstream.destroy());
  });
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    tunnels,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
