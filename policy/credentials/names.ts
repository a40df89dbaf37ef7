import { squashed, type TwilioCredentialName } from "./twilioCredentials";

/** What a setting's name says. */
export interface NameVerdict {
  /** The credential that it names, or undefined where it only says Twilio and secret, token, key or password. */
  readonly credential: TwilioCredentialName | undefined;
}

/** Spellings of the credentials without separators, from `twilio` on. */
const SPELLINGS: readonly (readonly [string, TwilioCredentialName])[] = [
  ["twilioaccountsid", "TWILIO_ACCOUNT_SID"],
  ["twilioacctsid", "TWILIO_ACCOUNT_SID"],
  ["twiliosid", "TWILIO_ACCOUNT_SID"],
  ["twilioauthtoken", "TWILIO_AUTH_TOKEN"],
  ["twiliotoken", "TWILIO_AUTH_TOKEN"],
  ["twiliophonenumber", "TWILIO_PHONE_NUMBER"],
  ["twilioapisid", "TWILIO_API_SID"],
  ["twilioapikeysid", "TWILIO_API_SID"],
  ["twilioapisecret", "TWILIO_API_SECRET"],
  ["twilioapikeysecret", "TWILIO_API_SECRET"],
];

/** What may follow the name of a credential without changing what it names. */
const QUALIFIER =
  /^(?:(?:prod|production|dev|development|staging|test|qa|live|sandbox|primary|secondary|main|backup|old|new|current|previous|default|value|plain|raw|base64|b64|encoded|v)?\d*)*$/;

const CONFIDENTIAL = /secret|token|apikey|authkey|password|passwd|passphrase|pwd/;

/** Words that make a name speak about a credential instead of holding it: its name, place, age, length, use. */
const DESCRIBING: ReadonlySet<string> = new Set(
  `age alg algorithm build call alias arn arns audience backend bytes cache capabilities check checksum commit correlation count country
  day days description digest dir directory disable disabled docs dtmf duration enable enabled endpoint etag expiration
  expires expiry feature field file filename fingerprint finish flag format has hash header headers help hint host hour
  hours id identifier ids interval is issuer kms label length lifetime limit list location manager max md5 min minutes mode
  mount name names optional param parameter params parameters path paths pattern policy prefix press provider ref
  reference refresh regex request region require required role rotate revision rotated rotation scope scopes seconds service sha sha1
  sha256 size source ssm stage store strategy suffix timeout title trace ttl type uri url use uuid validate validation
  validity verification verify version versions`.split(/\s+/),
);

/** Describing words that are told apart even where nothing separates them from what stands before. */
const DESCRIBING_END =
  /(?:names?|arns?|ttl|paths?|parameter|param|ref|reference|file|version|length|expiry|header|enabled|disabled|type|format|prefix|url|uri|rotation|timeout|hash|digest|checksum)$/;

const HARMLESS_KEY = /publickey|key(?:pad|word|board|stroke|press)|onkey|secretary|tokeni[sz]/;

/** The words of a name, lower case: `twilioAuthToken2` and `TWILIO_AUTH_TOKEN_2` are both twilio, auth, token, 2. */
export function words(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/**
 * What a setting's name says of its value: that it is one of the five credentials, in any spelling, or something secret of
 * Twilio's. Undefined for every other name, also for one that describes a credential (`TWILIO_SECRET_ARN`,
 * `TWILIO_TOKEN_TTL`).
 */
export function twilioNameVerdict(name: string): NameVerdict | undefined {
  if (name.length > 200 || !/twilio/i.test(name.replace(/[^0-9a-z]+/gi, ""))) return undefined;
  const squash = squashed(name);
  if (describes(name, squash)) return undefined;
  const tail = squash.slice(squash.lastIndexOf("twilio"));
  const named = SPELLINGS.find(
    ([spelling]) => tail.startsWith(spelling) && QUALIFIER.test(tail.slice(spelling.length)),
  );
  if (named !== undefined) return { credential: named[1] };
  return isConfidential(name, tail) ? { credential: undefined } : undefined;
}

/** Whether a name speaks about a value: its digest, identifier, place, age. */
export function describes(name: string, squash = squashed(name)): boolean {
  return DESCRIBING_END.test(squash) || words(name).some((word) => DESCRIBING.has(word));
}

/** Whether a name says secret, token, key or password. */
export function isConfidential(name: string, tail = squashed(name)): boolean {
  if (HARMLESS_KEY.test(tail)) return false;
  return CONFIDENTIAL.test(tail) || words(name).some((word) => word === "key" || word === "pass");
}
