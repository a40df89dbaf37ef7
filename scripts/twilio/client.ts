import twilio from "twilio";
import RequestClient from "twilio/lib/base/RequestClient";
import type Response from "twilio/lib/http/response";
import type { CredentialName, TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import { checkFailed, wrongUse, type ScriptError } from "../terminal/scriptError";

/** For tests: the URL of a simulated Twilio API on this machine. URLs of other machines are refused. */
export const BASE_URL_VARIABLE = "TWILIO_BASE_URL";

/** The pair of credentials that a client logs in with. */
export type LoginPair = "token" | "key";

/** The credentials that make up a pair. */
export const LOGIN_PAIRS: Readonly<Record<LoginPair, readonly [CredentialName, CredentialName]>> = {
  token: ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"],
  key: ["TWILIO_API_SID", "TWILIO_API_SECRET"],
};

/** The official client, logged in with one of the two pairs. It writes no log, even if the environment asks for one. */
export function twilioClient(credentials: TwilioCredentials, pair: LoginPair): twilio.Twilio {
  const [user, password] = LOGIN_PAIRS[pair];
  const base = process.env[BASE_URL_VARIABLE];
  return twilio(credentials[user], credentials[password], {
    accountSid: credentials.TWILIO_ACCOUNT_SID,
    logLevel: "none",
    autoRetry: true,
    maxRetries: 2,
    ...(base === undefined ? {} : { httpClient: new LoopbackClient(base) }),
  });
}

/** The official HTTP client, redirected to a server on this machine. */
class LoopbackClient extends RequestClient {
  readonly #origin: string;

  /** @throws ScriptError with exit code 2 for any other machine, because it would get the credentials. */
  constructor(base: string) {
    super({ autoRetry: true, maxRetries: 2 });
    const host = URL.canParse(base) ? new URL(base).hostname : "";
    if (!["127.0.0.1", "[::1]", "localhost"].includes(host)) {
      throw wrongUse(
        `${BASE_URL_VARIABLE} may only name this machine: any other machine would get the credentials`,
        `unset ${BASE_URL_VARIABLE}`,
      );
    }
    this.#origin = new URL(base).origin;
  }

  override request<TData>(options: RequestClient.RequestOptions<TData>): Promise<Response<TData>> {
    const { pathname, search } = new URL(options.uri);
    return super.request({ ...options, uri: `${this.#origin}${pathname}${search}` });
  }
}

/** Twilio's code for a resource that test credentials cannot reach. */
const TEST_CREDENTIALS_CODE = 20008;

/** Twilio's code for an account that is suspended or closed. */
const ACCOUNT_NOT_ACTIVE_CODE = 20005;

/**
 * Turns an error of Twilio's client into one clear line. The error's text is never shown, because it can contain the account
 * SID.
 */
export function twilioError(error: unknown, pair: LoginPair): ScriptError {
  const names = LOGIN_PAIRS[pair].join(" and ");
  const { status, code } = answerOf(error);
  if (code === TEST_CREDENTIALS_CODE) {
    return checkFailed(
      "these are Twilio's test credentials: Twilio answers 403, because they cannot read phone numbers",
      "take the live credentials from Twilio's console",
    );
  }
  if (code === ACCOUNT_NOT_ACTIVE_CODE) {
    return checkFailed(
      "the Twilio account is not active: it is suspended or closed (error 20005)",
      "open Twilio's console: it says why, and what to do",
    );
  }
  if (status === 401) return notAccepted(names);
  if (status === 403) {
    return checkFailed(
      `${names} may not read or change phone numbers (HTTP 403)`,
      pair === "key"
        ? "give the restricted API key this permission in Twilio's console"
        : "Twilio's console shows what the account may do",
    );
  }
  if (status === 404)
    return checkFailed("Twilio knows no such account or number", "npm run test-twilio-secret");
  if (status === 429)
    return checkFailed("Twilio throttles the requests", "wait a minute and run it again");
  if (status !== undefined) return otherAnswer(status, code);
  const at = process.env[BASE_URL_VARIABLE] ?? "Twilio";
  return isUnreadable(error)
    ? checkFailed(`what answers in place of ${at} is not Twilio's API`, CHECK_THE_NETWORK)
    : checkFailed(`cannot reach ${at}`, CHECK_THE_NETWORK);
}

/**
 * The error for credentials that Twilio does not accept. They are valid in one region only, which Twilio's client reads from
 * variables.
 */
function notAccepted(names: string): ScriptError {
  const region = process.env["TWILIO_REGION"] ?? "";
  return region === ""
    ? checkFailed(
        `Twilio does not accept ${names}`,
        "compare them with Twilio's console; for credentials of Ireland or Australia: export TWILIO_REGION=ie1 TWILIO_EDGE=dublin, or au1 and sydney",
      )
    : checkFailed(
        `Twilio does not accept ${names} in the region ${region} (TWILIO_REGION)`,
        "compare them with that region's in Twilio's console, or: unset TWILIO_REGION TWILIO_EDGE",
      );
}

/** Whether a second try may succeed: Twilio failed, or its answer did not arrive. */
export function isPassing(error: unknown): boolean {
  const { status } = answerOf(error);
  return status === undefined ? !isUnreadable(error) : status >= 500;
}

/** Whether the client could not parse the answer, because it came from something in between, such as a proxy. */
function isUnreadable(error: unknown): boolean {
  return error instanceof SyntaxError || error instanceof TypeError;
}

const CHECK_THE_NETWORK = "check the network and the proxy";

function otherAnswer(status: number, code: number | undefined): ScriptError {
  const shown = code === undefined ? "" : `, error ${code}`;
  const message = `Twilio answered HTTP ${status}${shown}`;
  if (status >= 500)
    return checkFailed(message, "https://status.twilio.com shows Twilio's outages");
  // Twilio's own errors have a code. A redirect, or a proxy that asks for a login, has none.
  if (code === undefined) return checkFailed(message, CHECK_THE_NETWORK);
  return checkFailed(message, `https://www.twilio.com/docs/errors/${code} says what it refuses`);
}

/** Status and code of an error of Twilio's client. Both are undefined if the API did not answer. */
export function answerOf(error: unknown): {
  readonly status: number | undefined;
  readonly code: number | undefined;
} {
  const field = (name: string): number | undefined => {
    const value: unknown =
      typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined;
    return typeof value === "number" ? value : undefined;
  };
  return { status: field("status"), code: field("code") };
}
