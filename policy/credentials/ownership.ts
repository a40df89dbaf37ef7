import { DATABASE_TYPE, isOfDatabase, type Owner } from "../tree/owners";
import { describes, FILE, isConfidential, words } from "./names";
import { remember } from "./remember";
import { beginsLikeTitled } from "./titledKeys";
import { CREDENTIAL_WORDS, OTHERS } from "./wordsOfNames";

/**
 * How a chain of names says that a value is Twilio's: by its own `name`, by an `owner` around it, or only by a `title` such
 * as the name of the resource. The weaker it says so, the more the value's own name must say.
 */
export type Ownership = "name" | "owner" | "title";

/** Names of a program's files, which say no more of the values in it than a title: `lib/twilio/TokenPage.js`. */
export const PROGRAM_FILE = /\.(?:[cm]?[jt]sx?|py|go|rb|php|java|kt|cs|rs|html|css|map)$/i;

/** A name that is a credential's without a confidential word: short, in another language, an argument in Spring's XML, a scanner's `raw`. */
const CREDENTIAL_NAME =
  /(?:^|[\W_])-{0,2}(?:auth|authorization|authentification|credentials?|creds?|pk|basic|bearer|pin|tok|pw|raw|login|clave|contrase[nñ]a|mot_?de_?passe)$|^-[tp]$|^constructor-arg$/i;

/** The same at the end of a longer word: `smsAuth`. */
const CREDENTIAL_ENDING = /[a-z]Auth$/;

/** A letter that stands for a key, a password, a secret or a token: `twilio: { t: … }`. */
const ONE_LETTER = /^(?:twilio\.)?[kpst]$/i;

/** A folder of a repository, whose files are about anything. */
const FOLDER_OF_PIPELINES = /^\.git(?:hub|lab)\//;

/** A name behind the name of its owner: `twilio.authToken`. */
const OF_OWNER = /^[\w-]{0,40}twilio\.(.+)$/i;

/** The same in a path: `/prod/twilio/redis_password`. */
const IN_PATH = /^[\w/:.@-]{0,80}twilio[\w-]{0,20}[./:](.+)$/i;

/** The name of what Twilio has as a SID. Below a mere title it is not Twilio's. */
const API_KEY = /^api[_-]?key$/i;

/** A key of Twilio's, with which its tokens are signed. */
const SIGNING_KEY = /^sign(?:ing)?[_-]?key$/i;

/**
 * How the names of a value say that it is Twilio's. The nearest name that says whose it is decides: what stands below another
 * provider is that one's, whoever is further out.
 */
export function twilioOwnership(name: string, owners: Owner | undefined): Ownership | undefined {
  // Only the part behind the owner counts: `campaign` of `twilio.campaign`.
  if (endsInAnotherService(name)) return undefined;
  const own = OF_OWNER.exec(name)?.[1];
  if (own !== undefined && !/twilio/i.test(own)) return "owner";
  if (/twilio/i.test(name)) return "name";
  if (owners?.saysTwilio !== true || namesAnother(name)) return undefined;
  const { ownership } = chainOf(owners);
  return ownership === "title" && beginsLikeTitled(name, owners) ? "owner" : ownership;
}

/** Whether a name says, behind the name of its owner Twilio, that the value is another service's: `twilio.redisPassword`. */
export function endsInAnotherService(name: string): boolean {
  if (!/twilio[\w-]{0,20}[./:]/i.test(name)) return false;
  const own = IN_PATH.exec(name)?.[1]?.replace(/\.[a-z]{1,5}$/, "");
  return own !== undefined && !/twilio/i.test(own) && (namesAnother(own) || isOtherKey(own));
}

/** Whether a name is one of a key that Twilio does not have, such as `siteKey`: Twilio calls its own a SID and a secret. */
export function isOtherKey(name: string): boolean {
  if (/^auth[_-]?key$/i.test(name)) return true;
  return /key$/i.test(name) && !saysOnlyCredential(name) && !SIGNING_KEY.test(name);
}

/** Whether the nearest names say that a value belongs to another service. */
export function belongsToAnother(name: string, owners: Owner | undefined): boolean {
  if (/twilio/i.test(name)) return endsInAnotherService(name);
  return namesAnother(name) || (owners !== undefined && chainOf(owners).isAnothers);
}

/** What a chain of names says, whatever the name of the value below it. */
interface Chain {
  readonly ownership: Exclude<Ownership, "name"> | undefined;
  /** Whether the nearest name that says whose the value is names another service. */
  readonly isAnothers: boolean;
}

/** Each chain is read once: in minified code a hundred names stand around each of ten thousand values. */
const chains = new WeakMap<Owner, Chain>();

function chainOf(owner: Owner): Chain {
  const known = chains.get(owner);
  if (known !== undefined) return known;
  const chain = readChain(owner);
  chains.set(owner, chain);
  return chain;
}

function readChain(owner: Owner): Chain {
  // A database may be called `twilio`; its password is its own.
  if (owner.kind !== "key" && isOfDatabase(owner))
    return { ownership: undefined, isAnothers: true };
  if (endsInAnotherService(owner.name)) return { ownership: undefined, isAnothers: true };
  if (/twilio/i.test(owner.name)) {
    const isTitle =
      owner.kind === "title" || owner.kind === "type" || PROGRAM_FILE.test(owner.name);
    return { ownership: isTitle ? "title" : "owner", isAnothers: false };
  }
  const name = owner.name.replace(FOLDER_OF_PIPELINES, "");
  const names = isTypeToken(owner) ? DATABASE_TYPE.test(name) : namesAnother(name);
  const outer = owner.outer === undefined ? undefined : chainOf(owner.outer);
  const ends = names || owner.kind === "provider";
  return {
    ownership: ends ? undefined : outer?.ownership,
    isAnothers: names || outer?.isAnothers === true,
  };
}

/** Whether a value of this name may be a credential, given how its names say that it is Twilio's. */
export function mayHoldCredential(name: string, ownership: Ownership): boolean {
  if (describes(name)) return false;
  if (ownership === "name") return true;
  if (ownership === "owner") {
    if (ONE_LETTER.test(name)) return true;
    // Many services have a key. Twilio calls its own a SID and a secret.
    return isCredentialName(name) && (!/key$/i.test(name) || saysOnlyCredential(name));
  }
  return isCredentialName(name) && saysOnlyCredential(name) && !API_KEY.test(name);
}

/** Whether a name is only `key` in a program's file: a store's key there more often than a credential. */
export function isKeyInProgram(name: string, owners: Owner | undefined): boolean {
  if (!/^key$/i.test(name)) return false;
  for (let owner = owners; owner !== undefined; owner = owner.outer) {
    if (PROGRAM_FILE.test(owner.name)) return chainOf(owners ?? owner).ownership === "title";
  }
  return false;
}

/** Names of blocks that hold settings of any kind. In a credential's name, the same words describe the credential. */
const OF_SETTINGS =
  /^(?:env|params?|parameters?|service|server|client|channel|provider|backend|host|endpoint|schema|var|feature)$/i;

/**
 * Whether a value stands in a block of digests or the like, which hold no credential.
 * Examples: `checksums: { twilio: … }`, `keepers: { twilio: … }`.
 */
export function isListed(owners: Owner | undefined): boolean {
  const around = owners?.outer;
  if (around?.kind !== "key" || OF_SETTINGS.test(around.name)) return false;
  return describes(around.name) && !FILE.test(around.name);
}

/** Whether a name is one of credentials: it says secret, token, key or password, or is `auth` or the like. */
export function isCredentialName(name: string): boolean {
  return isConfidential(name) || CREDENTIAL_NAME.test(name) || CREDENTIAL_ENDING.test(name);
}

/** A number that says which one of several. */
const NUMBER_IN_LIST = /^\d{1,2}$/;

/** Whether all that a name says is that its value is a credential, as `token`, `auth_token` and `PROVIDERS_0_TOKEN` do. */
export const saysOnlyCredential = remember((name): boolean =>
  words(name).every((word) => CREDENTIAL_WORDS.has(word) || NUMBER_IN_LIST.test(word)),
);

/** Whether an owner is a type such as `AWS::SecretsManager::Secret`, whose words say nothing of whose the value is. */
function isTypeToken({ name, kind }: Owner): boolean {
  return kind === "type" || /::|^[\w.-]+:\w/.test(name);
}

/** Whether a name or a text names another service than Twilio, or another purpose. */
export const namesAnother = remember((text): boolean =>
  words(text).some((word) => OTHERS.has(word)),
);
