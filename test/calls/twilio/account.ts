import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { SimulatedTwilioAccount } from "../../support/twilio/rotation/account";
import { Call, type CallContext, type CallEnd } from "./call";

/** A finished call. */
export interface FinishedCall {
  readonly call: Call;
  readonly end: CallEnd;
}

/**
 * A simulated Twilio account. It signs webhooks and upgrades with the account's current auth token, executes TwiML, and
 * hangs up a call on request of the REST API. service/README.md lists the assumptions about the real Twilio.
 */
export class TwilioAccount {
  readonly #calls = new Map<string, Call>();

  private constructor(
    private readonly server: Server,
    /** Address of the REST API. */
    readonly apiUrl: string,
    /** Its auth tokens and API keys. They may change while calls are in progress. */
    private readonly account: SimulatedTwilioAccount,
  ) {
    server.on("request", (request, response) => {
      void text(request).then((body) => {
        this.answer(request.url ?? "", request.headers.authorization ?? "", body, response);
      });
    });
  }

  /** Starts the REST API on the loopback interface. */
  static async start(account: SimulatedTwilioAccount): Promise<TwilioAccount> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return new TwilioAccount(server, `http://127.0.0.1:${address.port}`, account);
  }

  /** Places a call and waits for its end. */
  async call(
    context: Omit<CallContext, "accountSid" | "signingToken">,
    lengthMs: number,
  ): Promise<FinishedCall> {
    const { account } = this;
    const call = new Call(
      { ...context, accountSid: account.sid, signingToken: () => account.signingToken },
      lengthMs,
    );
    this.#calls.set(call.sid, call);
    try {
      return { call, end: await call.run() };
    } catch (error) {
      call.reason = error instanceof Error ? error.message : String(error);
      return { call, end: call.framesHeard === 0 ? "refused" : "cut" };
    } finally {
      this.#calls.delete(call.sid);
    }
  }

  /** Ends the REST API. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private answer(
    path: string,
    authorization: string,
    body: string,
    response: ServerResponse,
  ): void {
    const login = Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString();
    const [user = "", password = ""] = login.split(":");
    const sid = new RegExp(
      `^/2010-04-01/Accounts/${this.account.sid}/Calls/(CA[0-9a-f]{32})\\.json$`,
    ).exec(path)?.[1];
    const call = sid === undefined ? undefined : this.#calls.get(sid);
    const send = (status: number, value: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(value));
    };
    if (this.account.keyOf(user)?.secret !== password) send(401, { code: 20003 });
    else if (call === undefined) send(404, { code: 20404 });
    else if (new URLSearchParams(body).get("Status") !== "completed") send(400, { code: 21220 });
    else {
      send(200, { sid, status: "completed" });
      call.hangUp();
    }
  }
}
