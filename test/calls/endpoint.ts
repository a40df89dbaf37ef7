import { once } from "node:events";
import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { Agent, createServer, type Server } from "node:https";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import { generate } from "selfsigned";

/** Where a task listens. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/**
 * A TLS proxy in place of the stack's endpoint. It sends each new connection to the current target and keeps the open
 * connections, as a load balancer does while targets are draining. It has no health checks and no timeouts.
 */
export class Endpoint {
  /** The target of new connections. */
  target: Target | undefined;
  /** Both ends of every upgraded connection that is open. */
  private readonly tunnels = new Set<Duplex>();

  private constructor(
    private readonly server: Server,
    /** The server's certificate. It is self-signed, so callers trust it as their certificate authority. */
    readonly certificate: string,
    readonly port: number,
  ) {
    server.on("request", (request, response) => {
      this.forward(request, response);
    });
    server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.tunnel(request, socket, head);
    });
  }

  /** Starts the proxy on a free port of the loopback interface, with a certificate for the name. */
  static async start(domain: string): Promise<Endpoint> {
    const { private: key, cert } = await generate([{ name: "commonName", value: "rehearsal" }], {
      keyType: "ec",
      algorithm: "sha256",
      extensions: [
        { name: "basicConstraints", cA: true },
        { name: "subjectAltName", altNames: [{ type: 2, value: domain }] },
      ],
    });
    const server = createServer({ key, cert }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return new Endpoint(server, cert, address.port);
  }

  /** Stops the proxy and closes all its connections. Node's server does not close those that were upgraded. */
  async stop(): Promise<void> {
    for (const end of this.tunnels) end.destroy();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private forward(request: IncomingMessage, response: ServerResponse): void {
    const { headers, method, url: path } = request;
    const onward = httpRequest({ ...this.target, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => {
      if (!response.headersSent) response.writeHead(502);
      response.end();
    });
    request.pipe(onward);
  }

  private tunnel(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.target === undefined) {
      socket.destroy();
      return;
    }
    const onward = connect(this.target, () => {
      const lines = request.rawHeaders.flatMap((name, index, all) =>
        index % 2 === 0 ? [`${name}: ${all[index + 1] ?? ""}`] : [],
      );
      onward.write(
        `${request.method ?? ""} ${request.url ?? ""} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`,
      );
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) {
      this.tunnels.add(end);
      end.once("close", () => this.tunnels.delete(end));
      end.on("error", () => {
        onward.destroy();
        socket.destroy();
      });
    }
  }
}

/** Sends every request to an endpoint on this machine, whatever host name the request has. */
export class EndpointAgent extends Agent {
  constructor(private readonly endpoint: Pick<Endpoint, "port" | "certificate">) {
    super({ keepAlive: false });
  }

  override createConnection({ host }: { readonly host?: string | null | undefined }): Duplex {
    const { certificate: ca, port } = this.endpoint;
    return connectTls({ host: "127.0.0.1", port, ca, servername: host ?? "" });
  }
}
