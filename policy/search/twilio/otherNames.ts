import { describes, words } from "../../credentials/names";
import { isCredentialName, namesAnother } from "../../credentials/ownership";

/** What a name in a text stands for that is looked up by its identifier, and is no credential: `twilio token: moved, see page …`. */
const IDENTIFIED: ReadonlySet<string> = new Set(
  `page runbook board ticket issue task build trace commit incident session job run gist doc article span guid lineage serial boundary
  datasource distribution visitor snapshot widget thumbprint kid crc integrity chunk lock sum md5sum md5sums etag match dashboard
  conversation manifest`.split(/\s+/),
);

/** The same where a sign such as `=` joins name and value. After a blank, the words may say which of several credentials is meant. */
const IDENTIFIED_BY_SIGN: ReadonlySet<string> = new Set(
  `tenant zone deployment instance install campaign project customer message call event index node object app workflow flow template cluster
  device namespace nonce`.split(/\s+/),
);

/** What a test expects to be the value: `expect(body.md5).toBe("…")`. */
export const EXPECTED = /\bexpect\([^()\n]{0,60}?(\w{1,40})\)[\w.]{1,30}\(["'`]$/;

/** An address up to a part of its path, which says what is looked up there: a page, or the version of a secret in a vault. */
const PATH_OF_ADDRESS = /\bhttps?:\/\/[^\s"'`<>?#@]{1,240}\/(?:[\w.-]{0,120}-)?$/i;

/** A resource's name in AWS, up to its end. */
const ARN = /arn:[^\s"']{0,150}$/;

/** A key of a store whose parts stand between colons: `twilio:…:state`. */
const KEY_OF_STORE = /(?:^|[\s"'`=:])(?:[\w-]{1,40}:){1,6}$/;

/** A key that looks something up, as a line of a log has it: `cache miss key=…`. */
const KEY_TO_LOOK_UP =
  /\b(?:cache|lookup|dedup\w*|partition|routing|sort|idempotency|object|bucket|table_?name)\b[^\n.;]{0,30}\bkey(?:[ \t](?:is|was))?["']?[=: ]{1,3}["']?$/i;

/** A key in a call of a store, with what it is for before a colon: `redis.get("twilio:…`. */
const KEY_IN_CALL =
  /\.(?:m?get|set(?:ex|nx)?|del|h(?:get|set|del)(?:all)?|exists|incr|expire|ttl|lock|publish|subscribe|fetch|read|write|delete|has|put)\((?:\w{1,20},[ \t]?)?["'`](?:[\w-]{1,40}:){1,6}$/i;

/** The word before a name in a sentence: `redis` of `the redis password is`. */
const WORD_BEFORE =
  /([\w-]{2,30})[ \t](?:auth[ \t]|api[ \t])?[\w-]{1,30}["'`]?[\s:=]{1,4}(?:(?:is|was)[ \t])?["'`]?$/i;

/** The word before one that says nothing itself: `trace` of `trace example: …`. */
const EXAMPLE = /^(?:example|sample|is|was)$/i;
const DESCRIBED_EXAMPLE = /([\w-]{2,30})[ \t](?:example|sample|is|was)["'`]?[\s:=]{1,4}["'`]?$/i;

/** How far before a secret the words that say what it is may begin. */
const NEAR = 120;

/** Whether a secret ends an address or the name of a resource, and so only says which one. */
export function isPartOfAddress(before: string): boolean {
  return ARN.test(before) || PATH_OF_ADDRESS.test(before);
}

/** Whether the name before a secret says that it identifies something: a page, a run, a session. */
export function identifies(name: string, before: string): boolean {
  const all = words(name);
  const last = all.at(-1) ?? "";
  if (IDENTIFIED.has(last) || (last === "key" && !isCredentialName(name))) return true;
  return all.length === 1 && IDENTIFIED_BY_SIGN.has(last) && /[=:]["'`]?$/.test(before);
}

/** Whether a name that says nothing follows a word that says what the secret is: an identifier, a digest. */
export function isExampleOfOther(name: string, before: string): boolean {
  if (!EXAMPLE.test(name)) return false;
  const word = DESCRIBED_EXAMPLE.exec(before.slice(-NEAR))?.[1] ?? "";
  return word !== "" && (describes(word) || identifies(word, ""));
}

/** Whether what stands before a secret makes it a key by which something is looked up. */
export function isLookedUp(before: string, after: string, isCredential: boolean): boolean {
  const near = before.slice(-NEAR);
  if (KEY_TO_LOOK_UP.test(near) || KEY_IN_CALL.test(near)) return true;
  return after.startsWith(":") && KEY_OF_STORE.test(before) && !isCredential;
}

/** Whether a text is a word and a secret, and the word says that it is none of Twilio's: `lineage …`, `redis_password …`. */
export function hasOtherName(text: string): boolean {
  const word = /^([\w-]{1,40})[ ][0-9A-Za-z]{32}$/.exec(text)?.[1];
  return word !== undefined && (!isCredentialName(word) || namesAnother(word));
}

/** Whether the word before a name says that it is another service's: `the redis password is`. */
export function isOfAnotherService(before: string): boolean {
  return namesAnother(WORD_BEFORE.exec(before.slice(-NEAR))?.[1] ?? "");
}
