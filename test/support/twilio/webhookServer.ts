import { once } from "node:events";
import { writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { text } from "node:stream/consumers";
import { generate } from "selfsigned";
import { validateRequest } from "twilio/lib/webhooks/webhooks";
import { temporaryFolder } from "../temporaryFolder";
import { startConnectProxy } from "./connectProxy";
import { serveStream, type StreamBehaviour } from "./streamServer";

/** How the webhook under test answers. */
export interface WebhookBehaviour {
  /** Twilio's auth token. Without it, the server accepts every signature. */
  readonly authToken?: string;
  readonly status?: number;
  readonly contentType?: string;
  readonly body?: string;
  /** Whether the webhook closes the connection instead of sending a refusal. */
  readonly breaksOff?: boolean;
}

/** The host name of the phone service under test. Only the tests' proxy can resolve it. */
const HOST = "phone.example.com";

/** URL of the webhook under test. */
export const WEBHOOK_URL = `https://${HOST}/incoming-call`;

/** URL of its media stream. */
export const STREAM_URL = `wss://${HOST}/media-stream`;

/** A webhook and its media stream over TLS. They have their own host name, with port 443, which only a proxy can reach. */
export interface WebhookServer {
  readonly url: string;
  /** Environment variables that make a script trust the certificate and use the proxy. */
  readonly env: Readonly<Record<"NODE_EXTRA_CA_CERTS" | "HTTPS_PROXY", string>>;
  /** The certificate of the authority. It is the server's own certificate, because the server signed it itself. */
  readonly ca: string;
  behaviour: WebhookBehaviour;
  stream: StreamBehaviour;
  /** The stream's events, in order. */
  readonly events: readonly string[];
  /** The tunnels that the proxy was asked for. */
  readonly tunnels: readonly string[];
  stop(): Promise<void>;
}

/** TwiML that connects a call to a stream. */
export function streamTwiml(
  url: string,
  parameters: Readonly<Record<string, string>> = {},
): string {
  const given = Object.entries(parameters).map(
    ([name, value]) => `<Parameter name="${name}" value="${value}"/>`,
  );
  return `<?xml version="1.0"?><Response><Connect><Stream url="${url}">${given.join("")}</Stream></Connect></Response>`;
}

/** Starts a webhook and a stream that check signatures with Twilio's own function. */
export async function startWebhook(
  behaviour: WebhookBehaviour,
  stream: StreamBehaviour = behaviour,
): Promise<WebhookServer> {
  const { private: key, cert } = await generate([{ name: "commonName", value: HOST }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: HOST }] },
    ],
  });
  const caFile = join(temporaryFolder("ca"), "ca.pem");
  writeFileSync(caFile, cert);
  const server = createServer({ key, cert }, (request, response) => {
    void respond(webhook, request, response);
  }).listen(0, "localhost");
  const sockets = new Set<Duplex>();
  server.on("secureConnection", (socket) => sockets.add(socket));
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const proxy = await startConnectProxy({ [`${HOST}:443`]: address.port });
  const webhook: WebhookServer = {
    url: WEBHOOK_URL,
    env: { NODE_EXTRA_CA_CERTS: caFile, HTTPS_PROXY: proxy.url },
    ca: cert,
    behaviour,
    stream,
    ...serveStream(server, STREAM_URL, () => webhook.stream),
    tunnels: proxy.tunnels,
    stop: async () => {
      await proxy.stop();
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
  return webhook;
}

async function respond(
  { url, behaviour }: WebhookServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = Object.fromEntries(new URLSearchParams(await text(request)));
  const header = request.headers["x-twilio-signature"];
  const signature = typeof header === "string" ? header : "";
  const { authToken, status = 200, contentType = "text/xml", body = "" } = behaviour;
  if (authToken !== undefined && !validateRequest(authToken, signature, url, form)) {
    if (behaviour.breaksOff === true) response.destroy();
    else response.writeHead(403).end();
    return;
  }
  const location = status >= 300 && status < 400 ? { location: "https://localhost/" } : {};
  response.writeHead(status, { "content-type": contentType, ...location }).end(body);
}
