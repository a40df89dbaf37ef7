import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { onLoopback } from "../loopback";
import type { Emulator } from "./emulators";

/** An API call of the SDK, read from its HTTP request. */
export interface SeenCall {
  /** The service that the request is signed for, which is the prefix of its IAM actions, for example `ecs`. */
  readonly service: string;
  /** For example `DescribeServices`. */
  readonly operation: string;
  /** The request's body: JSON, or a form for the older services. */
  readonly body: string;
}

/** What a proxy does with the emulator's answer. */
interface EmulatorsAnswer {
  readonly cut?: "connection" | "body";
  readonly change?: (text: string) => string;
}

/**
 * Decides what the proxy does with a call. The proxy can answer the call itself, or change the emulator's answer. It can also cut the
 * emulator's answer: it closes the connection in the middle, or sends half of the answer as if it were complete. Undefined passes the
 * call on unchanged.
 */
export type ProxyAnswer =
  | { readonly status?: number; readonly json: unknown }
  | { readonly status?: number; readonly xml: string }
  | EmulatorsAnswer
  | undefined;

/** A proxy in front of an emulator. */
export interface AwsProxy extends Emulator {
  /** Every call so far, as `ecs:DescribeServices`. */
  readonly calls: string[];
}

/**
 * Starts a server in front of an emulator. It records every call and answers those that no emulator supports. Such an answer has
 * the form that AWS documents. It does not prove when AWS sends it.
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
  });
  return { ...(await onLoopback(server)), calls };
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
    await passOn(upstream, request, response, body, answer);
  }
}

async function passOn(
  { url }: Emulator,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  { cut, change }: EmulatorsAnswer = {},
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
  const given = Buffer.from(await answer.arrayBuffer());
  const whole = change === undefined ? given : Buffer.from(change(given.toString("utf8")));
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  response.writeHead(answer.status, {
    "content-type": answer.headers.get("content-type") ?? "",
    "content-length": cut === "body" ? half.length : whole.length,
  });
  if (cut === "connection") response.write(half, () => response.destroy());
  else response.end(cut === "body" ? half : whole);
}
