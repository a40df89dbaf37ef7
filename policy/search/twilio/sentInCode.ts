import { describes } from "../../credentials/names";
import { isCredentialName, namesAnother } from "../../credentials/ownership";
import { endsInCallOfTwilio } from "./callsOfTwilio";
import { endsInCall } from "./libraryNames";
import { isDescribed } from "./named/nameBefore";

/** What stands around a secret in a text. */
export interface Around {
  readonly before: string;
  readonly after: string;
  /** Whether all addresses in the text are Twilio's. */
  readonly callsOnlyTwilio: boolean;
  /** The names by which the program calls Twilio's library. */
  readonly library: ReadonlySet<string>;
}

/** A way to send a secret. It says whether the secret goes to Twilio; `undefined` if the text does not use this way. */
export type Way = (around: Around) => boolean | undefined;

/** A value of a type of Twilio's in C++ and C: `twilio::Client client{sid, "…`, `make_shared<twilio::Client>(sid, "…`. */
const VALUE_OF_TYPE =
  /(?:\b(?:\w{1,20}::)?\w{0,20}twilio(?:::\w{1,30}|_\w{1,30}){1,2}[ \t*&]{1,4}\w{1,40}(?:\[\d{0,4}\])?[ \t]{0,4}=?[ \t]{0,4}\{|\bmake_\w{1,10}<[\w:]{0,30}twilio[\w:]{0,30}>\()[^{};]{0,200}["']$/i;

/** The name of an argument, as in `Client(sid, edge="…")`. */
const ARGUMENT = /\b(\w{1,60})["']?[ \t]{0,2}[=:][ \t]{0,2}["'`]$/;

/** What makes a `Basic` header in code: `btoa(sid + ":" + "…")`, `Buffer.from("user:…")`. */
const BASIC_IN_CODE =
  /(?:Buffer\.from|\bbtoa|b64encode|base64_?encode|utf8\.encode|EncodeToString|strict_encode64|GetBytes|Blob\.valueOf)\([^\n]{0,100}:(?:["'`][ \t]?[+.][ \t]?["'`])?$/i;

/** What adds a password to a user: `$sid . ":…"`. */
const ADDED_TO_USER = /[\w)\]][ \t]?[.+][ \t]?["'`]:$/;

/** A call that signs in at an HTTP server, up to its password: `SetBasicAuth(sid, "…")`, `.auth(sid, "…")`. */
const SIGN_IN =
  /(?:\b\w{0,24}(?:basic_?auth|credentials?)\w{0,16}(?:\.basic)?|\badd_?password|\buserpassword|\bpasswordauthentication|\bauth(?:enticat\w{1,4}|oriz\w{1,8}|\.basic)?|\blog_?in\w{0,16}|\bsign_?in|\.open)["']?[ \t]?[( :{[=,][^\n;]{0,160}["'](?:[^\s"':]{1,80}:)?$/i;

/** The key of a digest, by which a program checks Twilio's signature. */
const KEY_OF_DIGEST = /\b\w{0,16}hmac\w{0,16}(?:[.:]{1,2}\w{1,16})?\([^\n]{0,80}["'`]$/i;

/** An insert in SQL, whose brackets are no call's. */
const INSERT = /\binto\s{1,8}["'`\w.[\]]{1,80}\s{0,4}\([^()]{0,300}\)\s{0,8}values\b[^;]{0,300}$/i;

/** A variable for the user and the colon before a password: `$sid . ":…"`, `` `${sid}:…` ``, `"\(sid):…"`, `sid + ":" + "…"`. */
const USER_IN_CODE =
  /(?:sid|acc(?:oun)?t|user|user_?name|login|api_?key)["'\])}]{0,2}(?:[ \t]?[.+&][ \t]?["'`]|(?<=[})])):(?:["'`][ \t]?[.+&][ \t]?["'`])?$/i;

/** The same for a variable whose name is that of an account's SID, which needs less around it. */
const SID_IN_CODE = /sid["'\])}]{0,2}[ \t]?[.+&][ \t]?["'`]:(?:["'`][ \t]?[.+&][ \t]?["'`])?$/i;

/** What says that a request goes to Twilio: its host, or a name for it, such as `TWILIO_URL`. */
const TO_TWILIO = /\btwilio(?:\.com|_?(?:api_?)?(?:base_?)?(?:url|uri|endpoint|host|base|api)\b)/i;

/** A quote before a secret, with or without a user and a colon between. Most digests have none, and the patterns below it take long. */
const QUOTE_BEFORE = /["'][^\s"']*$/;
const QUOTE_REACH = 82;

/** The secret is in a `Basic` header that a program makes: `btoa(sid + ":" + "…")`. */
export function inBasicHeader({ before, after }: Around): boolean | undefined {
  return BASIC_IN_CODE.test(before) ? /twilio/i.test(before + after) : undefined;
}

/** A program adds the secret to a user, behind a colon: `$sid . ":…"`. */
export function addedToUser({ before, after }: Around): boolean | undefined {
  if (!ADDED_TO_USER.test(before)) return undefined;
  return /\btwilio\.com/i.test(before + after) || undefined;
}

/** The secret is an argument of a call of Twilio's: `Client(sid, "…")`. */
export function asArgument({ before, library }: Around): boolean | undefined {
  const isOfCall =
    (endsInCallOfTwilio(before) && !INSERT.test(before)) || endsInCall(before, library);
  if (!isOfCall && !(isInQuotes(before) && VALUE_OF_TYPE.test(before))) return undefined;
  const name = ARGUMENT.exec(before)?.[1];
  return name === undefined || (isCredentialName(name) && !describes(name));
}

/** A program signs in with the secret at an HTTP server: `.auth(sid, "…")`, `` `${sid}:…` ``. */
export function byCodeThatSignsIn(around: Around): boolean | undefined {
  const { before, after, callsOnlyTwilio } = around;
  const signsIn = isInQuotes(before) && SIGN_IN.test(before) && !isDescribed(before);
  if (!USER_IN_CODE.test(before) && !signsIn) return undefined;
  // A session of an HTTP client is no other service.
  const near = (before + after).replace(/session/gi, "");
  const isTwilios = SID_IN_CODE.test(before) && /twilio/i.test(near);
  return (callsOnlyTwilio || TO_TWILIO.test(near) || isTwilios) && !namesAnother(near);
}

/** The secret is the key of a digest: `createHmac("sha1", "…")`. */
export function asKeyOfDigest({ before, after }: Around): boolean | undefined {
  return KEY_OF_DIGEST.test(before) ? /\btwilio-signature/i.test(before + after) : undefined;
}

function isInQuotes(before: string): boolean {
  return QUOTE_BEFORE.test(before.slice(-QUOTE_REACH));
}
