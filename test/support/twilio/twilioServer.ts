import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { newNumber, type NumberResource } from "./numberResource";
import { onLoopback, type LoopbackServer } from "../loopback";

/** An answer of the API. */
interface Answer {
  readonly status: number;
  readonly body: object;
}

/** The parameters of an update that this server supports, and the fields that they set. */
export const UPDATES: Readonly<Record<string, string>> = {
  VoiceUrl: "voice_url",
  VoiceMethod: "voice_method",
  VoiceFallbackUrl: "voice_fallback_url",
  VoiceFallbackMethod: "voice_fallback_method",
  StatusCallback: "status_callback",
  StatusCallbackMethod: "status_callback_method",
};

/**
 * The part of Twilio's API that the scripts use. It has one account with its numbers, and Basic authentication with the auth token
 * or the API key. openApi.test.ts compares its answers with Twilio's published description.
 */
export class TwilioServer {
  readonly numbers: NumberResource[];
  /** Requests as `METHOD PATH?QUERY`, for asserting what was asked. */
  readonly requests: string[] = [];
  /** If set, the server answers every request with this error. */
  failure: { readonly status: number; readonly code: number } | undefined;
  /** Whether the credentials are Twilio's test credentials, which may read nothing here. */
  testCredentials = false;
  /** Whether reads succeed and updates are refused. */
  updatesFail = false;
  /** Whether updates are carried out but never answered. */
  updatesHang = false;
  /** How the answer to an update is lost after the update was carried out. */
  updatesLost: "reset" | "500" | undefined;
  /** How many of the next reads fail, and how. */
  readsFail: { times: number; readonly how: "reset" | "503" } | undefined;
  /** Whether the server changes the spelling of a URL that it stores: it writes the path in lower case. */
  rewrites = false;
  /** If set, the server answers every request with this page, as a proxy between this machine and Twilio might. */
  page: string | undefined;
  #server: LoopbackServer | undefined;

  constructor(private readonly credentials: TwilioCredentials) {
    this.numbers = [newNumber(credentials)];
  }

  /** The account's only number. */
  get number(): NumberResource {
    const [first] = this.numbers;
    if (first === undefined) throw new Error("the account has no number");
    return first;
  }

  /** Starts on a free port of this machine and returns the URL. */
  async start(): Promise<string> {
    const server = createServer((request, response) => {
      void this.answer(request).then(({ status, body }) => {
        if (this.updatesHang && request.method === "POST") return;
        if (this.loses(request.method ?? "")) {
          response.destroy();
          return;
        }
        response.writeHead(status, { "content-type": "application/json" });
        response.end(this.page ?? JSON.stringify(body));
      });
    });
    this.#server = await onLoopback(server);
    return this.#server.url;
  }

  /** Waits until the server receives an update. */
  async untilUpdate(): Promise<void> {
    const before = this.requests.length;
    while (!this.requests.slice(before).some((request) => request.startsWith("POST "))) {
      await sleep(20);
    }
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const body = await text(request);
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    this.requests.push(`${request.method ?? ""} ${url.pathname}${url.search}`);
    if (this.failure !== undefined) return problem(this.failure.status, this.failure.code);
    if (!this.authenticated(request.headers.authorization ?? "")) return problem(401, 20003);
    if (this.testCredentials) return problem(403, 20008);
    return this.route(request.method ?? "", url, new URLSearchParams(body));
  }

  /** Whether the connection ends in place of the answer. */
  private loses(method: string): boolean {
    if (method === "POST") return this.updatesLost === "reset";
    if (this.readsFail?.how !== "reset" || this.readsFail.times === 0) return false;
    this.readsFail.times -= 1;
    return true;
  }

  private authenticated(header: string): boolean {
    const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API_SID, TWILIO_API_SECRET } =
      this.credentials;
    const pairs = [
      `${TWILIO_ACCOUNT_SID}:${TWILIO_AUTH_TOKEN}`,
      `${TWILIO_API_SID}:${TWILIO_API_SECRET}`,
    ];
    return pairs.some((pair) => header === `Basic ${Buffer.from(pair).toString("base64")}`);
  }

  private route(method: string, url: URL, form: URLSearchParams): Answer {
    const account = `/2010-04-01/Accounts/${this.credentials.TWILIO_ACCOUNT_SID}`;
    const list = `${account}/IncomingPhoneNumbers.json`;
    if (method === "GET" && this.readsFail?.how === "503" && this.readsFail.times > 0) {
      this.readsFail.times -= 1;
      return problem(503, 20503);
    }
    if (method === "GET" && url.pathname === list) return this.list(url);
    const sid = /\/IncomingPhoneNumbers\/(PN[0-9a-f]{32})\.json$/.exec(url.pathname)?.[1];
    const number = this.numbers.find((each) => each.sid === sid);
    const owned = url.pathname.startsWith(`${account}/`) && number !== undefined;
    if (method === "POST" && this.updatesFail) return problem(500, 20500);
    if (method === "POST" && owned) return this.update(number, form);
    // Twilio's own text, which holds the account SID.
    return problem(404, 20404, `The requested resource ${url.pathname} was not found`);
  }

  private update(number: NumberResource, form: URLSearchParams): Answer {
    const answer = update(number, form);
    if (this.rewrites) number.voice_url = number.voice_url?.toLowerCase() ?? null;
    return this.updatesLost === "500" ? problem(500, 20500) : answer;
  }

  private list(url: URL): Answer {
    const wanted = url.searchParams.get("PhoneNumber") ?? "";
    const size = Number(url.searchParams.get("PageSize") ?? 50);
    // Twilio's filter also accepts a part of a number.
    const found = this.numbers.filter(({ phone_number }) => phone_number.includes(wanted));
    const uri = `${url.pathname}?Page=0&PageSize=${size}`;
    return {
      status: 200,
      body: {
        incoming_phone_numbers: found.slice(0, size),
        start: 0,
        end: Math.max(0, found.length - 1),
        page: 0,
        page_size: size,
        first_page_uri: uri,
        next_page_uri: null,
        previous_page_uri: null,
        uri,
      },
    };
  }
}

function update(number: NumberResource, form: URLSearchParams): Answer {
  for (const [parameter, value] of form) {
    const field = UPDATES[parameter];
    if (field === undefined) return problem(400, 20001);
    if (field.endsWith("_method") && value !== "GET" && value !== "POST")
      return problem(400, 21403);
    if (!field.endsWith("_method") && value !== "" && !URL.canParse(value))
      return problem(400, 21402);
    number[field] = value;
  }
  return { status: 200, body: number };
}

/** An error in Twilio's form. */
function problem(status: number, code: number, message = `problem ${code}`): Answer {
  const more_info = `https://www.twilio.com/docs/errors/${code}`;
  return { status, body: { code, message, more_info, status } };
}
