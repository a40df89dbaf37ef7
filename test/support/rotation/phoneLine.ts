import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { text } from "node:stream/consumers";
import { generate } from "selfsigned";
import { validateRequest } from "twilio/lib/webhooks/webhooks";
import { streamTwiml } from "../twilio/webhookServer";
import type { Task } from "./cloud";

/**
 * A phone service over TLS, with a webhook and the upgrade of a media stream. The running tasks answer in turn, each with the
 * credentials that it was started with. Signatures are checked with Twilio's own function. The WebSocket carries no audio.
 */
export class PhoneLine {
  /** Whether the service's program reads TWILIO_AUTH_TOKEN_NEXT. */
  knowsNext = true;
  webhookUrl = new URL("https://localhost/incoming-call");
  mediaStreamUrl = new URL("wss://localhost/media-stream");
  /** Path of the certificate authority's file with which a client trusts the server. */
  caFile = "";
  certificate = "";
  readonly #sockets = new Set<Duplex>();
  #turn = 0;
  #server: Server | undefined;

  constructor(private readonly tasks: () => readonly Task[]) {}

  async start(): Promise<void> {
    const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
      keyType: "ec",
      algorithm: "sha256",
      extensions: [
        { name: "basicConstraints", cA: true },
        { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
      ],
    });
    this.caFile = join(mkdtempSync(join(tmpdir(), "pipecat-ca-")), "ca.pem");
    writeFileSync(this.caFile, cert);
    this.certificate = cert;
    this.#server = createServer({ key, cert }, (request, response) => {
      void text(request).then((body) => {
        const form = Object.fromEntries(new URLSearchParams(body));
        if (!this.accepts(request, this.webhookUrl.href, form)) response.writeHead(403).end();
        else
          response
            .writeHead(200, { "content-type": "text/xml" })
            .end(streamTwiml(this.mediaStreamUrl.href));
      });
    });
    this.#server.on("upgrade", (request: IncomingMessage, socket: Duplex) => {
      socket.on("error", () => undefined);
      const isFine = this.accepts(request, this.mediaStreamUrl.href, {});
      const status = isFine ? "101 Switching Protocols" : "403 Forbidden";
      const headers = isFine
        ? "connection: Upgrade\r\nupgrade: websocket\r\n"
        : "content-length: 0\r\n";
      socket.end(`HTTP/1.1 ${status}\r\n${headers}\r\n`);
    });
    this.#server.on("connection", (socket: Duplex) => this.#sockets.add(socket));
    this.#server.listen(0, "localhost");
    await once(this.#server, "listening");
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    this.webhookUrl = new URL(`https://localhost:${address.port}/incoming-call`);
    this.mediaStreamUrl = new URL(`wss://localhost:${address.port}/media-stream`);
  }

  async stop(): Promise<void> {
    // The server does not close upgraded sockets itself.
    for (const socket of this.#sockets) socket.destroy();
    this.#server?.close();
    await (this.#server === undefined ? undefined : once(this.#server, "close"));
  }

  private accepts(request: IncomingMessage, url: string, form: Record<string, string>): boolean {
    const tasks = this.tasks();
    const task = tasks[this.#turn++ % tasks.length];
    const { TWILIO_AUTH_TOKEN = "", TWILIO_AUTH_TOKEN_NEXT = "" } = task?.values ?? {};
    const tokens = [TWILIO_AUTH_TOKEN, this.knowsNext ? TWILIO_AUTH_TOKEN_NEXT : ""];
    const signature = String(request.headers["x-twilio-signature"] ?? "");
    return tokens.some((token) => token !== "" && validateRequest(token, signature, url, form));
  }
}
