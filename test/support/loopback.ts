import { once } from "node:events";
import type { Server } from "node:http";

/** An HTTP server of a test, which only this machine can reach. */
export interface LoopbackServer {
  readonly url: string;
  /** Closes the server and its connections. */
  stop(): Promise<void>;
}

/** Lets a server listen on a free port of the loopback interface. */
export async function onLoopback(server: Server): Promise<LoopbackServer> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
