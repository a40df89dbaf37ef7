import { remember } from "./remember";
import { withoutSeparators, type TwilioCredentialName } from "./twilioCredentials";

/** What a setting's name says. */
export interface NameVerdict {
  /** The credential that it names, or undefined where it only says Twilio and secret, token, key or password. */
  readonly credential: TwilioCredentialName | undefined;
  /** Whether nothing but a reference may stand under the name; otherwise a switch, a quantity or an address may. */
  readonly takesReferencesOnly: boolean;
}

/** Spellings of the credentials without `twilio` and without separators. */
const SPELLINGS: readonly (readonly [string, TwilioCredentialName])[] = [
  ["accountsid", "TWILIO_ACCOUNT_SID"],
  ["acctsid", "TWILIO_ACCOUNT_SID"],
  ["sid", "TWILIO_ACCOUNT_SID"],
  ["authtokennext", "TWILIO_AUTH_TOKEN_NEXT"],
  ["nextauthtoken", "TWILIO_AUTH_TOKEN_NEXT"],
  ["authtoken", "TWILIO_AUTH_TOKEN"],
  ["token", "TWILIO_AUTH_TOKEN"],
  ["phonenumber", "TWILIO_PHONE_NUMBER"],
  ["apisid", "TWILIO_API_SID"],
  ["apikeysid", "TWILIO_API_SID"],
  ["apikey", "TWILIO_API_SID"],
  ["apisecret", "TWILIO_API_SECRET"],
  ["apikeysecret", "TWILIO_API_SECRET"],
];

/** Names that people give to the phone number, and to other things. */
const PHONE_NUMBERS = ["phone", "number"];

/** Fewest letters of a spelling that a word may stand before, as in `TWILIO_PROD_ACCOUNT_SID`. */
const FEWEST_LETTERS = 6;

/** What may stand before or after the name of a credential without changing what it names. */
const QUALIFIERS =
  "(?:prod|production|dev|development|staging|test|qa|live|trial|sandbox|primary|secondary|main|master|backup|old|new|next|current|previous|default|value|plain|raw|base64|b64|encoded|sub|from|my|v)";
const QUALIFIER = new RegExp(`^(?:${QUALIFIERS}|\\d)*$`);
const QUALIFIERS_BEFORE = new RegExp(`^${QUALIFIERS}+`);

const CONFIDENTIAL =
  /secret|token|apikey|authkey|twiliokey|password|passwd|passphrase|pwd|passwort|kennwort|geheimnis|senha|jeton|wachtwoord/;

/** Words that contain a confidential word and mean something else. */
const HARMLESS = /secretary|secretsmanager|tokeni[sz]|publickey/;

/** The keys that are no secrets: they look things up, or are shown to everybody. */
const KINDS_OF_KEY: ReadonlySet<string> = new Set(
  `alias asset audio cache column config feature field flag group hash header idempotency index kms label lookup map message metric name
  media object on param parameter partition path prefix prompt public query recording region routing run job task trace event dedupe dedup row sort ssm store tag translation`.split(
    /\s+/,
  ),
);

/** Words that make a name speak about a credential instead of holding it: its name, place, age, length, use. */
const DESCRIBING: ReadonlySet<string> = new Set(
  `addr address age alg algorithm alias arn arns artifact asset audience backend bucket build bundle bytes cache call callback campaign capabilities channel check checksum checksums client commit conference correlation count country day days dedup dedupe denied description digest digests dir directory disable disabled docs dtmf duration enable enabled endpoint env error errors etag etags exchange expiration expired expires expiry failed failure feature field file filename fingerprint finish flag format found function generator grants group guid handler has hash hashes header headers help hint host hour hours id identifier identity ids image interval invalid is issuer job keepers kid kms label latency length lifetime limit lineage list location mac manager max md5 md5sum min minutes mismatch missing mode mount name names optional owner package param parameter parameters params path paths pattern policy port prefix press provider queue ref reference refresh regex region rejected release request require required revision revoked role rotate rotated rotation rotator schedule schema scope scopes seconds serial server service sha sha1 sha256 signature size source span ssm stage state status store strategy stream suffix table tag through thumbprint timeout title topic trace triggers ttl twiml type uid unavailable unknown uri url use uuid validate validation validator validity var variable verification verify version versions webhook webhooks`.split(
    /\s+/,
  ),
);

/** Words before a secret's name that say that the value is not the secret itself any more. */
const TRANSFORMED: ReadonlySet<string> = new Set(["hashed", "masked", "redacted", "sealed"]);

/** Describing words that count at the end of a name even without a separator before them. */
const DESCRIBING_END =
  /(?:names?|arns?|ttl|paths?|parameter|param|ref|reference|file|version|length|expiry|header|enabled|disabled|type|format|prefix|url|uri|rotation|timeout|hash|digest|checksum)$/;

/** The stage at the beginning of a path, as of a parameter, which describes nothing: `/stage/twilio/auth`. */
const STAGE = /^\/?stage\//i;

/** Names of files, which a digest stands next to. */
export const FILE =
  /\.(?:[cm]?[jt]s|py|zip|t?gz|tar|jar|whl|css|map|json|ya?ml|so|go|rb|php|html|sum|md5|sha\d{1,3}|sig|asc)$/i;

/** Annotations that hold the digest of something with the name behind the slash: `checksum/twilio-secret`. */
const DIGEST_OF = /^(?:checksum|hash|digest|md5|sha\d{1,3})(?:sum)?\//i;

/** Tokens that are made for one request or one page, and secret to nobody. */
const PUBLIC_TOKEN =
  /(?:dedup(?:e|lication)?|idempotency|idempotent|nextpage|page|pagination|continuation|correlation|request|client|public|grant|creation|routing|route|integration)(?:token|key)$/;

/** The key of a secret in which a token or a number stands. */
const KEY_IN_SECRET = / (?:token|sid|number|key secret) keys?$|existing secret (?:\w+ )?keys?$/;

/** Words before Twilio that make the name of a credential the name of a switch. */
const SWITCHING =
  /^(?:use|uses|enable|disable|has|have|require|requires|allow|skip|with|without|is|no|feature|flag|ff)$/;

/** The words of a name, lower case: `twilioAuthToken2` and `TWILIO_AUTH_TOKEN_2` are both twilio, auth, token, 2. */
export const words = remember((name): readonly string[] =>
  withoutAccents(name)
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== ""),
);

/** A name in letters of ASCII: `contrasena` for `contraseña`. */
function withoutAccents(name: string): string {
  return /[\u0080-\uffff]/.test(name) ? name.normalize("NFD").replace(/\p{M}/gu, "") : name;
}

/**
 * What a setting's name says of its value: that it is one of the five credentials, in any spelling, or something secret of
 * Twilio's. Undefined for every other name, also for one that describes a credential (`TWILIO_SECRET_ARN`,
 * `TWILIO_TOKEN_TTL`).
 */
export const twilioNameVerdict = remember((name): NameVerdict | undefined => {
  if (name.length > 200) return undefined;
  const squash = withoutSeparators(name);
  const twilio = squash.lastIndexOf("twilio");
  if (twilio < 0 || describes(name)) return undefined;
  const [before, after] = [squash.slice(0, twilio), squash.slice(twilio + "twilio".length)];
  const credential =
    credentialAfter(after) ?? (isQualifier(after) ? credentialAtEnd(before) : undefined);
  if (credential !== undefined) return { credential, takesReferencesOnly: !isSwitch(name) };
  if (PHONE_NUMBERS.some((spelling) => continues(withoutQualifiers(after), spelling))) {
    return { credential: "TWILIO_PHONE_NUMBER", takesReferencesOnly: false };
  }
  return isConfidential(name) ? { credential: undefined, takesReferencesOnly: false } : undefined;
});

/** Whether a text is nothing but names of credentials, such as `auth-token` or `TWILIO_ACCOUNT_SID,TWILIO_AUTH_TOKEN`. */
export function namesCredentials(text: string): boolean {
  return text.split(/[,\s]+/).every((name) => {
    const spelling = withoutSeparators(name).replace(/^twilio/, "");
    return spelling.length >= FEWEST_LETTERS && SPELLINGS.some(([each]) => each === spelling);
  });
}

/**
 * Whether a name describes a value instead of holding it, as TWILIO_SECRET_NAME does. It tells the value's digest, identifier,
 * place or age, or it is the name of a file.
 */
export const describes = remember((name): boolean => {
  const squash = withoutSeparators(name);
  if (DESCRIBING_END.test(squash) || PUBLIC_TOKEN.test(squash)) return true;
  if (FILE.test(name) || DIGEST_OF.test(name)) return true;
  const all = words(name.replace(STAGE, ""));
  if (KEY_IN_SECRET.test(all.join(" "))) return true;
  const secret = all.findLastIndex((word, index) => {
    return word === "sid" || word === "number" || isSecretWord(word, all[index - 1]);
  });
  if (secret > 0 && TRANSFORMED.has(all[secret - 1] ?? "")) return true;
  return all.slice(secret + 1).some((word) => DESCRIBING.has(word));
});

/** Whether a name says secret, token, key or password: after Twilio, or before it where nothing follows. */
export const isConfidential = remember((name): boolean => {
  const all = words(name);
  const twilio = all.findLastIndex((word) => word.includes("twilio"));
  const isSecret = (word: string, index: number): boolean => isSecretWord(word, all[index - 1]);
  const last = all.findLastIndex(isSecret);
  return last >= twilio ? last >= 0 : last >= 0 && isQualifier(all.slice(twilio + 1).join(""));
});

function isSecretWord(word: string, before = ""): boolean {
  // Charts call the name of a secret that is there already an existing secret.
  if (HARMLESS.test(word) || before === "existing") return false;
  if (word === "key" || word === "keys") return !KINDS_OF_KEY.has(before);
  return word === "pass" || word === "pw" || CONFIDENTIAL.test(word);
}

function credentialAfter(text: string): TwilioCredentialName | undefined {
  const plain = withoutQualifiers(text);
  return SPELLINGS.find(
    ([spelling]) =>
      continues(text, spelling) ||
      (spelling.length >= FEWEST_LETTERS && continues(plain, spelling)),
  )?.[1];
}

function continues(text: string, spelling: string): boolean {
  return text.startsWith(spelling) && isQualifier(text.slice(spelling.length));
}

function credentialAtEnd(text: string): TwilioCredentialName | undefined {
  return SPELLINGS.find(([spelling]) => spelling !== "sid" && text.endsWith(spelling))?.[1];
}

function withoutQualifiers(text: string): string {
  return text.replace(QUALIFIERS_BEFORE, "");
}

function isQualifier(text: string): boolean {
  return QUALIFIER.test(text);
}

function isSwitch(name: string): boolean {
  const all = words(name);
  const twilio = all.findLastIndex((word) => word.includes("twilio"));
  return all.slice(0, twilio).some((word) => SWITCHING.test(word));
}
