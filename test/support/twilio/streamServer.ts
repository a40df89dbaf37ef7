import type { IncomingMessage } from "node:http";
import type { Server } from "node:https";
import type { Duplex } from "node:stream";
import { validateRequest } from "twilio/lib/webhooks/webhooks";
import WebSocket, { WebSocketServer } from "ws";

/** How the media stream under test behaves. */
export interface StreamBehaviour {
  /** Twilio's auth token. Without it, the server accepts every signature. */
  readonly authToken?: string;
  /** Answers every upgrade with this status instead. */
  readonly status?: number;
  /** Token that the stream's parameters must hold. Without it, the server accepts any call. */
  readonly token?: string;
  /** Returns the answer to each audio message. @default - the same audio */
  readonly says?: string | Buffer;
  /** Whether it sends no audio. */
  readonly silent?: boolean;
  /** Code with which it ends the stream at its first audio. */
  readonly endsWith?: number;
  /** Whether it never answers the close. */
  readonly neverCloses?: boolean;
  /** Whether it accepts the connection and never answers the upgrade. */
  readonly hangs?: boolean;
}

/** Serves a media stream on an HTTPS server: echo, unless the behaviour says otherwise. */
export function serveStream(
  server: Server,
  url: string,
  behaviour: () => StreamBehaviour,
): { readonly events: readonly string[] } {
  const sockets = new WebSocketServer({ noServer: true });
  const events: string[] = [];
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { authToken, hangs, status = refusal(authToken, request, url) } = behaviour();
    if (hangs === true) return;
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (stream) => {
      stream.on("message", (data: Buffer) => {
        answer(stream, data.toString("utf8"), behaviour(), events);
      });
      // Without reading, the close frame is never seen.
      if (behaviour().neverCloses === true) stream.pause();
    });
  });
  return { events };
}

/** Checks an upgrade as the phone service does: only by the signature over the stream's public URL. */
function refusal(
  authToken: string | undefined,
  { headers }: IncomingMessage,
  url: string,
): number | undefined {
  const signature = headers["x-twilio-signature"];
  if (authToken === undefined) return undefined;
  return typeof signature === "string" && validateRequest(authToken, signature, url, {})
    ? undefined
    : 403;
}

function answer(
  stream: WebSocket,
  text: string,
  { token, says = text, silent, endsWith }: StreamBehaviour,
  events: string[],
): void {
  const message: unknown = JSON.parse(text);
  const event = String(at(message, "event"));
  events.push(event);
  if (event === "start" && token !== undefined) {
    if (at(message, "start", "customParameters", "token") !== token) stream.close(1008);
  }
  if (event !== "media" || silent === true) return;
  if (endsWith === undefined) stream.send(says);
  else stream.close(endsWith);
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === "object" && found !== null ? Reflect.get(found, key) : undefined,
    value,
  );
}
