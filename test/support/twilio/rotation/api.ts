import { randomBytes } from "node:crypto";
import type { SimulatedKey, SimulatedTwilioAccount } from "./account";

/** An answer of Twilio's API. The answer to a deletion has no body. */
export interface Answer {
  readonly status: number;
  readonly body?: object;
}

/** One request, with its user name and password. */
export interface ApiRequest {
  readonly method: string;
  readonly url: URL;
  readonly form: URLSearchParams;
  readonly user: string;
  readonly password: string;
}

/** An error in Twilio's form. Source of the codes: Twilio's error pages, and public tests against the real API. */
export function problem(status: number, code: number): Answer {
  const more_info = `https://www.twilio.com/docs/errors/${code}`;
  return { status, body: { code, message: `problem ${code}`, more_info, status } };
}

/** Who sent the request. */
interface Login {
  readonly account: SimulatedTwilioAccount;
  /** Undefined for an auth token, which may do everything. */
  readonly key: SimulatedKey | undefined;
}

/** The permission that a restricted key needs for each request that this server knows. */
const READS_NUMBERS = "/twilio/phone-numbers/incoming/read";

/** Answers a request as Twilio's API would, for the accounts given. */
export function answer(accounts: readonly SimulatedTwilioAccount[], request: ApiRequest): Answer {
  const login = loginOf(accounts, request);
  if (login === undefined) return problem(401, 20003);
  const { pathname } = request.url;
  const isAdministration = /\/AuthTokens\/|\/Keys\b|\/Accounts\/AC\w+\.json$/.test(pathname);
  const { key } = login;
  if (isAdministration && key !== undefined && key.kind !== "main") {
    // The status is not 403: Twilio gives the same answer for a key without the permission and for a key that does not exist.
    return key.kind === "restricted" ? problem(401, 70051) : problem(401, 20003);
  }
  if (pathname.startsWith("/v1/AuthTokens/")) return tokens(login.account, request);
  if (pathname.startsWith("/v1/Keys")) return keysV1(login.account, request);
  return v2010(login, request);
}

function loginOf(
  accounts: readonly SimulatedTwilioAccount[],
  { user, password }: ApiRequest,
): Login | undefined {
  const own = accounts.find(({ sid }) => sid === user);
  if (own !== undefined) {
    return own.accepts(password) ? { account: own, key: undefined } : undefined;
  }
  const account = accounts.find((each) => each.keyOf(user) !== undefined);
  const key = account?.keyOf(user);
  return account !== undefined && key?.secret === password ? { account, key } : undefined;
}

function tokens(account: SimulatedTwilioAccount, { method, url }: ApiRequest): Answer {
  const now = new Date().toISOString();
  const about = { account_sid: account.sid, date_created: now, date_updated: now };
  switch (`${method} ${url.pathname}`) {
    case "POST /v1/AuthTokens/Secondary": {
      const secondary_auth_token = account.createSecondary();
      if (secondary_auth_token === undefined) return problem(400, 20001);
      const at = "https://accounts.twilio.com/v1/AuthTokens/Secondary";
      return { status: 201, body: { ...about, secondary_auth_token, url: at } };
    }
    case "DELETE /v1/AuthTokens/Secondary":
      return account.deleteSecondary() ? { status: 204 } : problem(404, 20404);
    case "POST /v1/AuthTokens/Promote": {
      const auth_token = account.promote();
      if (auth_token === undefined) return problem(404, 20404);
      const at = "https://accounts.twilio.com/v1/AuthTokens/Promote";
      return { status: 200, body: { ...about, auth_token, url: at } };
    }
    default:
      return problem(404, 20404);
  }
}

function keysV1(account: SimulatedTwilioAccount, { method, url, form }: ApiRequest): Answer {
  const sid = /^\/v1\/Keys\/(SK\w{32})$/.exec(url.pathname)?.[1];
  if (method === "POST" && sid === undefined) {
    if (form.get("AccountSid") !== account.sid) return problem(400, 20001);
    const policy: unknown = JSON.parse(form.get("Policy") ?? "null");
    const isRestricted = form.get("KeyType") === "restricted";
    if (isRestricted && (typeof policy !== "object" || policy === null)) return problem(400, 20001);
    const given = isRestricted && isObject(policy) ? policy : null;
    return created(account, form, given, { policy: given });
  }
  if (method === "GET" && sid === undefined) {
    if (url.searchParams.get("AccountSid") !== account.sid) return problem(400, 20001);
    const keys = account.keys.map((key) => ({ ...shown(key), flags: [] }));
    return { status: 200, body: { keys, meta: meta() } };
  }
  return one(account, method, sid, (key) => ({ ...shown(key), policy: key.policy }));
}

function one(
  account: SimulatedTwilioAccount,
  method: string,
  sid: string | undefined,
  show: (key: SimulatedKey) => object,
): Answer {
  const key = account.keyOf(sid ?? "");
  if (key === undefined) return problem(404, 20404);
  if (method === "GET") return { status: 200, body: show(key) };
  if (method !== "DELETE") return problem(405, 20004);
  account.deleteKey(key.sid);
  return { status: 204 };
}

function created(
  account: SimulatedTwilioAccount,
  form: URLSearchParams,
  policy: object | null,
  also: object,
): Answer {
  const name = form.get("FriendlyName") ?? "";
  if (name.length > 64) return problem(400, 70001);
  const key = account.createKey(name, policy === null ? "standard" : "restricted", policy);
  if (key === undefined) return problem(400, 70151);
  return { status: 201, body: { ...shown(key), secret: key.secret, ...also } };
}

function v2010({ account, key }: Login, { method, url, form }: ApiRequest): Answer {
  const base = `/2010-04-01/Accounts/${account.sid}`;
  const { pathname } = url;
  if (method === "GET" && pathname === `${base}/IncomingPhoneNumbers.json`) {
    const may = key?.kind !== "restricted" || JSON.stringify(key.policy).includes(READS_NUMBERS);
    return may ? numbers(account, url) : problem(401, 70051);
  }
  if (method === "GET" && pathname === `${base}.json`) {
    const { sid, owner, primary: auth_token } = account;
    const about = { sid, owner_account_sid: owner, friendly_name: "phone service", auth_token };
    return { status: 200, body: { ...about, status: "active", type: "Full", uri: pathname } };
  }
  // The older API ignores KeyType and Policy without an error, and always makes a standard key.
  if (method === "POST" && pathname === `${base}/Keys.json`)
    return created(account, form, null, {});
  const sid = new RegExp(`^${base}/Keys/(SK\\w{32})\\.json$`).exec(pathname)?.[1];
  return sid === undefined ? problem(404, 20404) : one(account, method, sid, shown);
}

function numbers({ phoneNumber, sid }: SimulatedTwilioAccount, { pathname, searchParams }: URL) {
  const isAsked = phoneNumber.includes(searchParams.get("PhoneNumber") ?? "");
  const own = {
    sid: `PN${randomBytes(16).toString("hex")}`,
    account_sid: sid,
    phone_number: phoneNumber,
    voice_url: "https://phone.example.com/incoming-call",
    voice_method: "POST",
    status_callback: "",
    status_callback_method: "POST",
    voice_application_sid: null,
    trunk_sid: null,
  };
  const incoming_phone_numbers = isAsked ? [own] : [];
  return {
    status: 200,
    body: { incoming_phone_numbers, page: 0, next_page_uri: null, uri: pathname },
  };
}

function shown({ sid, friendlyName, createdAt }: SimulatedKey): object {
  const date = createdAt.toUTCString().replace("GMT", "+0000");
  return { sid, friendly_name: friendlyName, date_created: date, date_updated: date };
}

function meta(): object {
  const url = "https://iam.twilio.com/v1/Keys?PageSize=50&Page=0";
  return {
    page: 0,
    page_size: 50,
    first_page_url: url,
    previous_page_url: null,
    url,
    next_page_url: null,
    key: "keys",
  };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
