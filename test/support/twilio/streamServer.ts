import type { IncomingMessage } from "node:http";
import type { Server } from "node:https";
import type { Duplex } from "node:stream";
import { validateRequest } from "twilio/lib/webhooks/webhooks";
import WebSocket, { WebSocketServer } from "ws";

/** How the media stream under test behaves. */
export interface StreamBehaviour {
  /** Twilio's auth token. Without it, the server accepts every signature. */
  readonly authToken?: string;
  /** If set, the server answers every upgrade with this HTTP status. */
  readonly status?: number;
  /** The token that the stream's parameters must contain. Without it, the server accepts any call. */
  readonly token?: string;
  /** Returns the answer to each audio message. @default - the same audio */
  readonly says?: string | Buffer;
  /** Whether the server sends no audio. */
  readonly silent?: boolean;
  /** The WebSocket code with which the server closes the stream at the first audio message. */
  readonly endsWith?: number;
  /** Whether the server never answers the client's close. */
  readonly neverCloses?: boolean;
  /** Whether the server accepts the connection and never answers the upgrade. */
  readonly hangs?: boolean;
}

/** Serves a media stream on an HTTPS server. The stream echoes the audio, unless the behaviour says otherwise. */
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
      // A socket that is not read never reports the close frame.
      if (behaviour().neverCloses === true) stream.pause();
    });
  });
  return { events };
}

/** Checks an upgrade as the phone service does: by the signature over the stream's public URL, and by nothing else. */
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
