import { isOpaque } from "./opaque";
import { namesCredentials } from "./names";

const REFERENCE = /^(?:arn:|\{\{resolve:|(?:aws-)?(?:ssm|secretsmanager|sm|keyvault)(?:\+\w+)?:)/i;
/** A place whose name must follow: `file:/run/secrets/token`, `env:TWILIO_AUTH_TOKEN`, `op://vault/item`. */
const PLACE = /^(?:vault|op|file|env|parameter|secret)(?:\+\w+)?:(.+)$/i;
/** A secret's name and the key in it, as CodeBuild takes them: `prod/twilio:TWILIO_AUTH_TOKEN`. */
const KEY_OF_SECRET = /^[\w.@+/-]+:([\w.-]+)(?::[\w.-]*){0,2}$/;
const PATH = /^\/?[\w.@+-]+(?:\/[\w.@+-]+)+\/?$|^\/[\w.@+-]+$/;
const SWITCH =
  /^(?:true|false|yes|no|on|off|all|enabled?|disabled?|none|null|undefined|auto|default)$/i;
const QUANTITY = /^[-+]?\d{1,9}(?:\.\d{1,9})?\s?(?:[kmgt]?i?b|[num]?s|m|h|d|%|[a-z]{3,8})?$/i;
const ADDRESS =
  /^[a-z][a-z0-9+.-]{1,20}:\/\/[^\s@]*$|^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:\/\S*)?$|^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$/i;
/** A sentence of three words or more, as a text for people has it. */
const SENTENCE = /^[A-Z][a-z']*(?: [A-Za-z][a-z'-]*,?){2,}[.!?]?$/;
const EXPANSION = /^["']?(?:[$`]|%\w+%$|<%|#\{|\{\{|\*[A-Za-z])/;
/** An expansion that brings a value of its own for the case that there is none. */
const DEFAULTED = /^["']?\$\{\w+:?[-=](?![$}])/;
/** What a pipeline, Kubernetes or Azure puts another value in the place of. */
const SUBSTITUTION = /^(?:\$\{\{.*\}\}|\$\([\w.-]+\)|@Microsoft\.KeyVault\(.*\))$/;
const VERSION = /^[~^<>=v]{0,2}\d+(?:\.\d+){1,3}(?:-[\w.]+)?$/;

/** Whether a value says where a credential is kept: an ARN, a dynamic reference, the path of a secret or parameter. */
export function isReference(value: string): boolean {
  if (REFERENCE.test(value) || SUBSTITUTION.test(value)) return true;
  if (namesCredentials(KEY_OF_SECRET.exec(value)?.[1] ?? "")) return true;
  const place = PLACE.exec(value)?.[1];
  if (place !== undefined) return place.includes("/") || namesCredentials(place);
  if (/^n\/a$/i.test(value)) return false;
  return PATH.test(value) && !value.split("/").some((part) => part.length >= 16 && isOpaque(part));
}

/** Whether a value is a switch, a quantity, a version, an address, a sentence or a single sign: what a setting about a credential may hold. */
export function isMereSetting(value: string): boolean {
  return (
    /^[^0-9A-Za-z]$/.test(value) ||
    SWITCH.test(value) ||
    QUANTITY.test(value) ||
    ADDRESS.test(value) ||
    SENTENCE.test(value) ||
    VERSION.test(value) ||
    namesCredentials(value)
  );
}

/** Whether a shell, or whatever reads the text, puts another value in this one's place: `$TOKEN`, `"$(…)"`, `{{ token }}`. */
export function isExpansion(value: string): boolean {
  return EXPANSION.test(value) && !DEFAULTED.test(value);
}
