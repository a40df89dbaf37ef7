import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { SimulatedTwilioAccount } from "./account";
import { answer, problem, type Answer, type ApiRequest } from "./api";
import { onLoopback, type LoopbackServer } from "../../loopback";

/** When a fault occurs: before Twilio has carried out the request, or after it, instead of the answer. */
export type Moment = "before" | "after";

/** What the client gets instead of an answer. */
export type FaultKind = "cut" | "hang" | "429" | "500" | "page";

/** A fault that hits one call, once. */
export interface ApiFault {
  /** Method and path, such as `POST /v1/AuthTokens/Promote`. The beginning of a path is enough. */
  readonly call: string;
  readonly moment: Moment;
  readonly kind: FaultKind;
}

/** Twilio's API over simulated accounts, on this machine. One server replaces the hosts api, accounts and iam. */
export class RotationServer {
  /** Calls as `METHOD PATH`, in order. */
  readonly calls: string[] = [];
  readonly faults: ApiFault[] = [];
  /** Called and awaited at every call, before and after its effect. A test can kill a process there, or change the account. */
  onCall: (call: string, moment: Moment) => unknown = () => undefined;
  /** Returns a fault for a call to this account, or undefined to answer it. Called if {@link faults} has none for the call. */
  faultAt: (
    call: string,
    moment: Moment,
    account: SimulatedTwilioAccount | undefined,
  ) => FaultKind | undefined = () => undefined;
  /** Whether the credentials are Twilio's test credentials, which may do nothing here. */
  testCredentials = false;
  #server: LoopbackServer | undefined;

  readonly accounts: SimulatedTwilioAccount[];

  constructor(...accounts: readonly SimulatedTwilioAccount[]) {
    this.accounts = [...accounts];
  }

  /** Starts on a free port of this machine and returns the URL. */
  async start(): Promise<string> {
    const server = createServer((request, response) => {
      void this.respond(request, response);
    });
    this.#server = await onLoopback(server);
    return this.#server.url;
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  private async respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await requestOf(incoming);
    const call = `${request.method} ${request.url.pathname}`;
    this.calls.push(call);
    await this.onCall(call, "before");
    const account = accountOf(this.accounts, request);
    const early = this.take(call, "before") ?? this.faultAt(call, "before", account);
    if (early !== undefined) {
      misbehave(early, response);
      return;
    }
    const given = this.testCredentials ? problem(403, 20008) : answer(this.accounts, request);
    await this.onCall(call, "after");
    const late = this.take(call, "after") ?? this.faultAt(call, "after", account);
    if (late === undefined) send(given, response);
    else misbehave(late, response);
  }

  private take(call: string, moment: Moment): FaultKind | undefined {
    const at = this.faults.findIndex(
      (fault) => fault.moment === moment && call.startsWith(fault.call),
    );
    return at < 0 ? undefined : this.faults.splice(at, 1)[0]?.kind;
  }
}

/** The account that a request is about, by its user name or its path. Undefined for a deleted key. */
function accountOf(
  accounts: readonly SimulatedTwilioAccount[],
  { url, user }: ApiRequest,
): SimulatedTwilioAccount | undefined {
  return accounts.find(
    (each) =>
      each.sid === user || each.keyOf(user) !== undefined || url.pathname.includes(each.sid),
  );
}

async function requestOf(incoming: IncomingMessage): Promise<ApiRequest> {
  const login = Buffer.from(
    (incoming.headers.authorization ?? "").replace(/^Basic /, ""),
    "base64",
  );
  const [user = "", password = ""] = login.toString().split(":");
  return {
    method: incoming.method ?? "",
    url: new URL(incoming.url ?? "/", "http://127.0.0.1"),
    form: new URLSearchParams(await text(incoming)),
    user,
    password,
  };
}

function misbehave(kind: FaultKind, response: ServerResponse): void {
  if (kind === "hang") return;
  if (kind === "cut") response.destroy();
  else if (kind === "429") send(problem(429, 20429), response);
  else if (kind === "500") send(problem(500, 20500), response);
  else response.writeHead(200, { "content-type": "text/html" }).end("<html>proxy</html>");
}

function send({ status, body }: Answer, response: ServerResponse): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(body === undefined ? "" : JSON.stringify(body));
}
