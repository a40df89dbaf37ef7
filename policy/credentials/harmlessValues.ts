import { isCounted, looksRandom } from "./looksRandom";
import { namesCredentials } from "./names";

const REFERENCE =
  /^(?:arn:|\{\{resolve:|(?:optional:)?(?:aws[-:]?)?(?:ssm|secretsmanager|parameterstore|sm|securestring|keyvault|gcp-?sm|berglas)(?:\+\w+)?:)/i;
/** An address in a store of secrets: `awssm://twilio`, `ref+awsssm://twilio/token`, `vault://secret/twilio`. */
const STORE =
  /^[a-z0-9+.-]{0,30}(?:secret|ssm|sm|vault|kms|param|kv|op|doppler|infisical|env|file|keychain)[a-z0-9+.-]{0,30}:\/\/[^\s@]+$/i;
/** A place whose name must follow: `file:/run/secrets/token`, `env:TWILIO_AUTH_TOKEN`, `op://vault/item`. */
const PLACE = /^(?:vault|op|file|env|parameter|secret)(?:\+\w+)?:(.+)$/i;
/** A file that a command reads a value from: `token=@token.txt`. */
const FILE_OF_VALUE = /^@[\w./~-]{1,120}$/;
/** A secret's name and the key in it, as CodeBuild takes them: `prod/twilio:TWILIO_AUTH_TOKEN`. */
const KEY_OF_SECRET = /^[\w.@+/-]+:([\w.-]+)(?::[\w.-]*){0,2}$/;
/** A secret's name and its newest version, as Cloud Run takes them: `twilio-auth-token:latest`. */
const NEWEST_VERSION = /^[a-z][a-z-]{2,80}:latest$/;
const PATH = /^\/?[\w.@+-]+(?:\/[\w.@+-]+)+\/?$|^\/[\w.@+-]+$/;
const SWITCH =
  /^(?:true|false|yes|no|on|off|all|enabled?|disabled?|none|null|undefined|auto|default)$/i;
const QUANTITY = /^[-+]?\d{1,9}(?:\.\d{1,9})?\s?(?:[kmgt]?i?b|[num]?s|m|h|d|%|[a-z]{3,8})?$/i;
/** A duration as ISO 8601 has it: `PT5M`. */
const DURATION = /^P(?=\w)(?:\d{1,4}[YMWD]){0,4}(?:T(?:\d{1,6}[HMS]){1,3})?$/;
const MAIL_ADDRESS = /^[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}$/i;
const ADDRESS =
  /^[a-z][a-z0-9+.-]{1,20}:\/\/[^\s@]*$|^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:\/\S*)?$|^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$/i;
/** A sentence of three words or more, as a text for people has it. */
const SENTENCE = /^[A-Z][a-z']*(?: [A-Za-z][a-z'-]*,?){2,}[.!?]?$/;
const EXPANSION =
  /^["']?(?:[$`]|(?:AC|SK)[#$]?\{|%\w+%$|%s$|\?$|%\(\w+(?:\)s)?$|%\{|<%|#\{|=?\{\{|\{%|\*[A-Za-z])/;
/** A shell expansion with a default, such as `${TOKEN:-abc}`. */
const DEFAULTED = /^["']?\$\{(?:[A-Z0-9_]+:?|\w+:)[-=](?![$}])/;
/** A placeholder that a pipeline, Kubernetes or Azure substitutes. */
const SUBSTITUTION = /^(?:\$\{\{.*\}\}|\$\([\w.-]+\)|@Microsoft\.KeyVault\(.*\))$/;
const VERSION = /^[~^<>=v]{0,2}\d+(?:\.\d+){1,3}(?:-[\w.]+)?$/;

/** Whether a value says where a credential is kept: an ARN, a dynamic reference, the path of a secret or parameter. */
export function isReference(value: string): boolean {
  if (REFERENCE.test(value) || SUBSTITUTION.test(value) || STORE.test(value)) return true;
  if (NEWEST_VERSION.test(value) || FILE_OF_VALUE.test(value)) return true;
  if (namesCredentials(KEY_OF_SECRET.exec(value)?.[1] ?? "")) return true;
  const place = PLACE.exec(value)?.[1];
  if (place !== undefined) return place.includes("/") || namesCredentials(place);
  if (/^n\/a$/i.test(value)) return false;
  return (
    PATH.test(value) && !value.split("/").some((part) => part.length >= 16 && looksRandom(part))
  );
}

/**
 * Whether a value is one that a setting about a credential holds, such as `true`, `30s` or `v2`: a switch, a quantity, a version,
 * an address, a sentence or a single sign.
 */
export function isOrdinarySetting(value: string): boolean {
  return (
    /^[^0-9A-Za-z]$/.test(value) ||
    SWITCH.test(value) ||
    QUANTITY.test(value) ||
    DURATION.test(value) ||
    MAIL_ADDRESS.test(value) ||
    ADDRESS.test(value) ||
    SENTENCE.test(value) ||
    VERSION.test(value) ||
    namesCredentials(value)
  );
}

/** Whether a shell, or whatever else reads the text, replaces this value with another: `$TOKEN`, `"$(…)"`, `{{ token }}`. */
export function isExpansion(value: string): boolean {
  return EXPANSION.test(value) && !DEFAULTED.test(value);
}

/** What tools write instead of a value that they have encrypted; the last three are their marks in base64. */
const ENCRYPTED =
  /^["']?(?:ENC[[(]|EV\[\d:|\d\.[\w+/]+={0,2}\||encrypted:|v\d:[\w+/=]{6,}:|\$ANSIBLE_VAULT|!(?:vault|kms|encrypted)\b|AQICAH|Ag[A-E][\w+/]{60,}|pgp:|age1|-----BEGIN |RU5DW0|ZW5jcnlwdGVkO|JEFOU0lCTEVfVkFVTF)/i;

/** What a template language replaces with another value, beyond what a shell does. */
const TEMPLATE =
  /^(?:<path:|\{%[^]*%\}|\$\.|States\.|(?:method|integration|context|stageVariables|request|response)\.[\w.]|!(?:Ref|GetAtt|ImportValue|FindInMap|Select|Sub|Join|If|env|ENV)\b|<\$|\{\$[A-Z][\w.]{0,60}\}$|<aws\.|<<\s*(?:pipeline|parameters|matrix)\.)/;

/**
 * Whole texts that people write until they have the value. `PLACEHOLDER_WORD` of ownValues.ts is another question: it looks for a
 * word anywhere in a value of the stack's own config. Here the value may be anybody's, and a word inside random letters proves
 * nothing, so the whole text must match.
 */
const PLACEHOLDER =
  /^["']?(?:<(?!path:)[^<>]{1,60}>|\[[^[\]]{1,60}\]|(?:AC|SK)?[x#.?_-]{4,}|\S*(?:change[-_.]?(?:me|it|this)|replace[-_.]?(?:me|this|with)|placeholder|x{6,}|fill[-_.]?(?:me|in)|fixme|(?<![a-z])(?:insert|put|paste|enter)[-_.]|dummy|redacted)\S*|your[-_.]?[\w-]*|(?:my|the|some|fake|test|example|sample)[-_.][\w.-]*(?:token|sid|secret|key|password|value|number)[\w-]*|hunter2?|abc123|abcdef|foobar|asdf|qwerty|letmein|12345678?\d*|todo|tbd)["']?$/i;

/** What a program shows instead of a credential: `[REDACTED]`, `<hidden>`, `********`, `AC****12`. */
const MASKED =
  /^(?:\\?["'])?(?:[[<(*]{1,3}(?:hidden|redacted|masked|filtered|removed|scrubbed|omitted|sanitized|sensitive(?: value)?|set to [^<>]{1,80})[\]>)*]{1,3}|redacted|\.{3}|…|\[secret\]|(?:AC|SK)?[*•]{3,}\w{0,4})(?:\\?["'])?$/i;

/** A single word that mixes letters and digits as no word does, such as `hunter2hunter2`. */
const MIXED = /^[\w+/=.!@#%^&*-]{8,200}$/;
const DATE = /^\d{4}-\d{2}(?:-\d{2})?(?:T[\d:.]+Z?)?$/;
/** A SID that signs in nowhere: of a message, a call, a number. */
const OTHER_SID = /^(?!AC|SK|XX)[A-Z]{2}(?:[0-9a-f]{16,32}|x{6,32}|X{6,32})$/;
/** An address without a user, in which a SID may be made up. */
const WEB_ADDRESS = /^https?:\/\/[^@]*$/;
/** A constant of a program's tests, whose value stands elsewhere. */
const CONSTANT_OF_TESTS = /^(?:TEST|FAKE|MOCK|DUMMY|EXAMPLE|SAMPLE)_[A-Z0-9_]+$/;
/** A phone number that North America reserves for fiction, or one that Twilio takes in tests, such as +15005550006. */
const FICTIONAL = /555[ .-]?01\d{2}$|^\+?1?5005550\d{3}$/;
const PHONE = /^(?:whatsapp:|tel:|sms:)?\+?\d[\d ().-]{6,20}\d$/;

/** Whether a value is encrypted, as sops, dotenvx, Ansible, Pulumi or Sealed Secrets write it. */
export function isEncrypted(value: string): boolean {
  return ENCRYPTED.test(value);
}

/** Whether a value is written in the language of a template, which puts another value in its place. */
export function isTemplate(value: string): boolean {
  return TEMPLATE.test(value) || isExpansion(value);
}

/** Whether a value is a placeholder that people replace, such as `changeme`, `your_auth_token` or `ACxxxxxxxx`. */
export function isPlaceholder(value: string): boolean {
  if (!PLACEHOLDER.test(value) || OTHER_SID.test(value) || WEB_ADDRESS.test(value)) return false;
  return !CONSTANT_OF_TESTS.test(value) && !isMasked(value);
}

/** Whether a program has put a mark in a credential's place before it shows it. */
export function isMasked(value: string): boolean {
  return MASKED.test(value);
}

/** A file of a web page, with a digest in its name. */
const FILE_OF_PAGE = /^[\w./-]+\.(?:[cm]?js|css|map|html?|json)$/;

/** The digest of a text, or a commit: Twilio's credentials have other lengths. */
const DIGEST = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Whether a value looks like a credential of any kind. That is a mix of letters and digits, or under a number's name a phone
 * number that is not made up.
 */
export function looksLikeCredential(value: string, asPhoneNumber: boolean): boolean {
  if (asPhoneNumber && PHONE.test(value)) return !isCounted(value) && !FICTIONAL.test(value);
  if (!MIXED.test(value) || DATE.test(value) || OTHER_SID.test(value) || DIGEST.test(value))
    return false;
  if (isOrdinarySetting(value) || FILE_OF_PAGE.test(value)) return false;
  return value.split(/[^0-9A-Za-z]+/).some((part) => {
    if (part.length < 6) return false;
    // One of fifty API key secrets has no digit, or one at its end.
    return (
      /[A-Za-z]\d+[A-Za-z]|\d[A-Za-z]+\d/.test(part) || (part.length === 32 && looksRandom(part))
    );
  });
}
