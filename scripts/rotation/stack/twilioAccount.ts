import type { Twilio } from "twilio";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { checkFailed, ScriptError, wrongUse } from "../../terminal/scriptError";
import { answerOf, twilioClient, twilioError } from "../../twilio/client";
import { primaryToken } from "../../twilio/primaryToken";
import type { Promotion, TwilioPort } from "../ports";

/** Twilio's code for a restricted key that lacks a permission. The key itself is valid. */
const LACKS_PERMISSION = 70051;

/** Twilio's code for an account that is suspended or closed, with any credentials. */
const ACCOUNT_NOT_ACTIVE = 20005;

/** Keys that are read at most from an account's list. Twilio allows fewer. */
const MOST_KEYS = 1000;

/** Manages the tokens and keys of a Twilio account. Each call logs in with the given token. */
export function twilioAccount(credentials: TwilioCredentials): TwilioPort {
  refuseOtherRegions(process.env);
  const accountSid = credentials.TWILIO_ACCOUNT_SID;
  const as = (token: string): Twilio =>
    twilioClient({ ...credentials, TWILIO_AUTH_TOKEN: token }, "token");
  const asKey = (sid: string, secret: string): Twilio =>
    twilioClient({ ...credentials, TWILIO_API_SID: sid, TWILIO_API_SECRET: secret }, "key");
  return {
    tokenWorks: (token) => works(as(token), credentials),
    keyWorks: (sid, secret) => works(asKey(sid, secret), credentials),
    primaryToken: (token) => asked(() => primaryToken(as(token), accountSid)),
    async createSecondary(token) {
      return made(
        "a secondary auth token",
        "npm run rotate-credentials -- --discard-secondary, if nobody else is rotating this account",
        async () =>
          requiredText(
            (await as(token).accounts.v1.secondaryAuthToken().create()).secondaryAuthToken,
          ),
      );
    },
    deleteSecondary: (token) =>
      deleted(() => as(token).accounts.v1.secondaryAuthToken().removeWithHttpInfo()),
    promote: (token) => promote(as(token)),
    async keyPolicy(token, sid, secret) {
      if (await listsKeys(asKey(sid, secret), accountSid)) return "main";
      try {
        const { policy }: { policy: unknown } = await as(token).iam.v1.apiKey(sid).fetch();
        return typeof policy === "object" ? policy : null;
      } catch (error) {
        if (answerOf(error).status === 404) return "missing";
        throw failed(error);
      }
    },
    async createKey(token, friendlyName, policy) {
      const restriction = policy === null ? {} : { keyType: "restricted", policy };
      const wanted = { accountSid, friendlyName, ...restriction };
      return made(
        "an API key",
        "npm run rotate-credentials -- --status, and delete what nobody uses in Twilio's console",
        async () => {
          const { sid, secret } = await as(token).iam.v1.newApiKey.create(wanted);
          return { sid: requiredText(sid), secret: requiredText(secret) };
        },
      );
    },
    async deleteKey(token, sid) {
      await deleted(() => as(token).iam.v1.apiKey(sid).removeWithHttpInfo());
    },
    async keys(token) {
      const list = await asked(() =>
        as(token).iam.v1.getApiKeys.list({ accountSid, limit: MOST_KEYS }),
      );
      return list.map(({ sid, friendlyName, dateCreated }) => ({
        sid,
        name: friendlyName,
        createdAt: dateCreated,
      }));
    },
  };
}

/**
 * Refuses Twilio's other Regions: Twilio documents the API for tokens and keys only for us1. Source: Twilio's page on regional
 * credentials.
 */
function refuseOtherRegions({ TWILIO_REGION: region = "us1" }: NodeJS.ProcessEnv): void {
  if (region === "" || region === "us1") return;
  throw wrongUse(
    `TWILIO_REGION is ${region}: a token and a key are valid in one Region only, and this command rotates those of us1`,
    "rotate that Region's in Twilio's console, then npm run setup-secrets -- --up",
  );
}

/**
 * Whether Twilio accepts a login, which is tried by a read of the account's numbers.
 *
 * @throws ScriptError if Twilio's answer does not say
 */
async function works(client: Twilio, { TWILIO_PHONE_NUMBER }: TwilioCredentials): Promise<boolean> {
  try {
    await client.incomingPhoneNumbers.list({ phoneNumber: TWILIO_PHONE_NUMBER, limit: 1 });
    return true;
  } catch (error) {
    const { status, code } = answerOf(error);
    if (code === LACKS_PERMISSION) return true;
    if (status === 401 && code !== ACCOUNT_NOT_ACTIVE) return false;
    throw failed(error);
  }
}

/** Whether the key may list keys, which only a main key may do. */
async function listsKeys(client: Twilio, accountSid: string): Promise<boolean> {
  try {
    await client.iam.v1.getApiKeys.list({ accountSid, limit: 1 });
    return true;
  } catch (error) {
    if ([401, 403].includes(answerOf(error).status ?? 0)) return false;
    throw failed(error);
  }
}

async function promote(client: Twilio): Promise<Promotion> {
  try {
    const { authToken } = await client.accounts.v1.authTokenPromotion().update();
    return { primary: requiredText(authToken) };
  } catch (error) {
    const { status } = answerOf(error);
    if (status === 404) return "no secondary";
    if (status === 401) return "not accepted";
    throw failed(error);
  }
}

/** Deletes something. Returns whether it existed. */
async function deleted(remove: () => Promise<{ readonly statusCode: number }>): Promise<boolean> {
  try {
    const { statusCode } = await remove();
    // Twilio answers 204. Its client would also treat a proxy's page with status 200 as a deletion.
    if (statusCode !== 204) throw new TypeError("not Twilio's answer");
    return true;
  } catch (error) {
    if (answerOf(error).status === 404) return false;
    throw failed(error);
  }
}

/**
 * Makes something whose value Twilio shows only once.
 *
 * @param fix - the fix if Twilio may have made it, but its answer was lost
 */
async function made<T>(what: string, fix: string, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    const { status, code } = answerOf(error);
    if (code === 70151) {
      throw checkFailed(
        "the account has as many API keys as Twilio allows",
        "delete some in Twilio's console",
      );
    }
    if (status === undefined || status >= 500) {
      throw checkFailed(`Twilio may have made ${what}, but its answer is lost`, fix);
    }
    if (![401, 403, 429].includes(status)) {
      throw checkFailed(
        `Twilio makes no ${what.replace(/^an? /, "")}: there may be one already`,
        fix,
      );
    }
    throw failed(error);
  }
}

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw failed(error);
  }
}

/**
 * Checks a field of an answer. Twilio's client does not check it, and an answer without it does not come from Twilio.
 *
 * @throws TypeError if it is not a text
 */
function requiredText(field: unknown): string {
  if (typeof field === "string" && field !== "") return field;
  throw new TypeError("a field is missing");
}

function failed(error: unknown): ScriptError {
  return error instanceof ScriptError ? error : twilioError(error, "token");
}
