import { once } from "node:events";
import { writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { generate } from "selfsigned";
import { validateRequest } from "twilio/lib/webhooks/webhooks";
import { temporaryFolder } from "../temporaryFolder";

/** How the webhook under test answers. */
export interface WebhookBehaviour {
  /** Twilio's auth token; without it every signature is taken. */
  readonly authToken?: string;
  readonly status?: number;
  readonly contentType?: string;
  readonly body?: string;
  /** Whether it breaks the connection off instead of refusing. */
  readonly breaksOff?: boolean;
}

/** A webhook over TLS, on `localhost`. */
export interface WebhookServer {
  readonly url: string;
  /** A certificate authority's file that makes the server's certificate trusted. */
  readonly caFile: string;
  behaviour: WebhookBehaviour;
  stop(): Promise<void>;
}

/** TwiML that connects a call to a stream. */
export function streamTwiml(url: string): string {
  return `<?xml version="1.0"?><Response><Connect><Stream url="${url}"/></Connect></Response>`;
}

/** Starts a webhook that checks signatures with Twilio's own function. */
export async function startWebhook(behaviour: WebhookBehaviour): Promise<WebhookServer> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
    ],
  });
  const caFile = join(temporaryFolder("ca"), "ca.pem");
  writeFileSync(caFile, cert);
  const server = createServer({ key, cert }, (request, response) => {
    void respond(webhook, request, response);
  }).listen(0, "localhost");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const webhook: WebhookServer = {
    url: `https://localhost:${address.port}/incoming-call`,
    caFile,
    behaviour,
    stop: async () => {
      server.closeAllConnections();
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
