import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { Emulator } from "./emulators";

/** A call of the SDK, as it comes over HTTP. */
export interface SeenCall {
  /** The service that the request is signed for, which is the prefix of its IAM actions, for example `ecs`. */
  readonly service: string;
  /** For example `DescribeServices`. */
  readonly operation: string;
  /** The request's body: JSON, or a form for the older services. */
  readonly body: string;
}

/**
 * What a proxy does with a call: it answers itself, or breaks off the emulator's answer half way (the connection ends, or half of
 * it is sent as if it were all). Undefined passes the call on.
 */
export type ProxyAnswer =
  | { readonly status?: number; readonly json: unknown }
  | { readonly status?: number; readonly xml: string }
  | { readonly cut: "connection" | "body" }
  | undefined;

/** A proxy in front of an emulator. */
export interface AwsProxy extends Emulator {
  /** Every call so far, as `ecs:DescribeServices`. */
  readonly calls: string[];
}

/**
 * A server in front of an emulator that notes every call, and answers some of them itself: for what no emulator does. Such an
 * answer has the form that AWS documents, and shows nothing of when AWS gives it.
 */
export async function startAwsProxy(
  upstream: Emulator | undefined,
  answer: (call: SeenCall) => ProxyAnswer = () => undefined,
): Promise<AwsProxy> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const call = callOf(request, body);
      calls.push(`${call.service}:${call.operation}`);
      await respond(upstream, request, response, body, answer(call));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function callOf({ headers }: IncomingMessage, body: string): SeenCall {
  // Credential=KEY/20260101/eu-north-1/ecs/aws4_request
  const service = headers.authorization?.split("/")[3] ?? "";
  const target = headers["x-amz-target"];
  const operation =
    typeof target === "string"
      ? (target.split(".").at(-1) ?? "")
      : (new URLSearchParams(body).get("Action") ?? "");
  return { service, operation, body };
}

async function respond(
  upstream: Emulator | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  answer: ProxyAnswer,
): Promise<void> {
  if (answer !== undefined && "json" in answer) {
    response.writeHead(answer.status ?? 200, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(answer.json));
  } else if (answer !== undefined && "xml" in answer) {
    response.writeHead(answer.status ?? 200, { "content-type": "text/xml" }).end(answer.xml);
  } else if (upstream === undefined) {
    response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify({ __type: "UnknownOperationException", message: "not simulated" }));
  } else {
    await passOn(upstream, request, response, body, answer?.cut);
  }
}

async function passOn(
  { url }: Emulator,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  cut: "connection" | "body" | undefined,
): Promise<void> {
  const dropped = ["host", "content-length", "connection"];
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === "string" && !dropped.includes(name)) headers.set(name, value);
  }
  const { method = "POST" } = request;
  const answer = await fetch(`${url}${request.url ?? "/"}`, {
    method,
    headers,
    ...(method === "GET" ? {} : { body }),
  });
  const whole = Buffer.from(await answer.arrayBuffer());
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  response.writeHead(answer.status, {
    "content-type": answer.headers.get("content-type") ?? "",
    "content-length": cut === "body" ? half.length : whole.length,
  });
  if (cut === "connection") response.write(half, () => response.destroy());
  else response.end(cut === "body" ? half : whole);
}
