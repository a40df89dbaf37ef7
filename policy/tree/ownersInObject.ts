import {
  areTwilios,
  DESCRIBES_CREDENTIAL,
  isTitleKey,
  PROVIDER_KEY,
  REQUEST_KEY,
  textOf,
  TWILIO_ALONE,
  TWILIO_HOST,
} from "./namesOfOwners";
import { ownedBy, titledTwilio, VAULT_PLUGIN, type Owner } from "./owners";
import { isTreeObject, type TreeObject } from "./tree";

/** Providers of no service of their own: a connection of Airflow to Twilio is often of the type `http`. */
const ANY_PROVIDER =
  /^(?:generic|https?|rest|webhook|custom|basic|other|byo[\w-]*|sip(?:[_-]?trunk)?|trunk)$/i;
/** Keys of descriptions. A description of a Twilio credential makes the value next to it one, whatever its own name is. */
const DESCRIPTION_KEY = /^(?:description|label|title|comment|summary|help|notes?|remark)$/i;
/** A note that says whose account is meant: `Twilio account of the call centre`. */
const ACCOUNT = /^twilio (?:(?:sub-?)?account|login)\b/i;
/** Keys whose value names a provider that the settings next to it are not for, or a user or a database of this name. */
const ALTERNATIVE_KEY =
  /(?:fall_?back|secondary|backup|replaces|previous)(?:_?provider)?$|^default$|^dd_\w+$|^(?:user|user_?name|login|role|db|db_?name|database|schema)$/i;
/** Keys whose value names a program that uses the settings next to it, as in `{ image: "plugins/twilio", settings: … }`. */
const RUN_KEY = /^(?:image|uses|plugin|module|pipe)$/i;
/** A plugin or an image for Twilio. The last part of its path begins with `twilio`; or a module called `twilio:CreateMessage`. */
const TWILIO_PLUGIN =
  /^(?:[\w.-]{1,60}\/){1,4}(?:[a-z]{1,12}to)?twilio(?:-\w{1,20}){0,2}(?:[:@][\w.-]{1,60})?$|^twilio(?:-labs)?\/[\w.-]{1,60}@|^twilio[:.][A-Za-z]\w{1,60}$/i;
/** A program's own class or module for Twilio, under a key such as `sms_transport`: `mautic.sms.twilio.transport`. */
const TWILIO_MODULE =
  /^(?:[\w-]{1,40}[.\\/:]{1,2}){1,6}twilio\w{0,40}(?:[.\\/:$]{1,2}\w{1,40}){0,3}$/i;
const MODULE_VARIABLE = /(?:provider|driver|backend|transport|adapter|handler|class|model)$/i;
/** The path of Twilio's API, or of what stands in for it in a test, as in a mapping of WireMock. */
const TWILIO_PATH = /^\/(?:[\w-]{1,30}\/){0,3}(?:twilio|2010-04-01\/Accounts)(?:[/?]|$)/i;
const PATH_KEY = /^(?:url|url_?path|path|uri|endpoint)(?:_?pattern|_?matching|_?template)?$/i;
/** A destination of EventBridge for calls of an API, which is named after Twilio. */
const API_DESTINATION = /:api-destination\/[\w-]{0,40}twilio/i;
/** An address, or a host alone, that does not say Twilio. One such as `/twilio/voice` is the program's own, and Twilio calls it. */
const OTHER_HOST = /^(?!.*twilio)(?:https?:\/\/)?(?:[\w-]{1,40}\.){1,4}[a-z]{2,12}(?:[/:?]|$)/i;
/** The page of Twilio's settings in some program. */
const SETTINGS_PAGE =
  /^https?:\/\/[\w.-]{1,80}\/(?:[\w-]{1,40}\/){0,3}(?:integrations?|providers?|settings|channels?)\/twilio\/?$/i;
/** A kind of secrets in Kubernetes, which is no title. */
const KIND_OF_SECRET = /^(?:Opaque|kubernetes\.io\/.{1,40})$/;
/** A long run of letters and digits. It is not a title, but perhaps a random value. */
const LONG_RUN = /[0-9A-Za-z]{28}/;

/** The owners that an object adds for everything in it: its provider, its title, and the titles in its metadata. */
export function ownersInObject(object: TreeObject, outer: Owner | undefined): Owner | undefined {
  let owners = areTwilios(Object.keys(object)) ? ownedBy("twilio", "title", outer) : outer;
  let provider: string | undefined;
  const saying: string[] = [];
  for (const [key, value] of Object.entries(object)) {
    if (key === "metadata" && isTreeObject(value)) {
      for (const title of titlesOf(value)) owners = ownedBy(title, "title", owners);
    }
    const text = textOf(value, key);
    if (typeof text !== "string" || text.length > 200) continue;
    if (
      TWILIO_HOST.test(text) ||
      API_DESTINATION.test(text) ||
      (PATH_KEY.test(key) && TWILIO_PATH.test(text))
    ) {
      saying.push(key);
    } else if (REQUEST_KEY.test(key) && (OTHER_HOST.test(text) || SETTINGS_PAGE.test(text)))
      owners = ownedBy(text, "title", owners);
    if (LONG_RUN.test(text) || KIND_OF_SECRET.test(text)) continue;
    if (MODULE_VARIABLE.test(key) && TWILIO_MODULE.test(text)) {
      owners = ownedBy("twilio", "title", owners);
    }
    if (RUN_KEY.test(key) && TWILIO_PLUGIN.test(text)) owners = ownedBy("twilio", "title", owners);
    if (DESCRIPTION_KEY.test(key) && DESCRIBES_CREDENTIAL.test(text)) {
      owners = ownedBy("twilio secret", "title", owners);
    } else if (PROVIDER_KEY.test(key)) {
      if (!ANY_PROVIDER.test(text)) provider ??= text;
    } else if (TWILIO_ALONE.test(text) && !ALTERNATIVE_KEY.test(key)) {
      // `SMS_PROVIDER: twilio` is about `SMS_TOKEN`, but not about a variable that names another provider.
      const isOfPrefix =
        /^[A-Z][A-Z0-9_]*$/.test(key) ||
        /[a-z]_?(?:provider|vendor|gateway|driver|backend|transport|service|integration|carrier)$/i.test(
          key,
        );
      if (isOfPrefix) saying.push(key);
      else owners = ownedBy(text, "provider", owners);
    } else if (isTitleKey(key) || (key === "info" && isTreeObject(value)))
      owners = ownedBy(text, "title", owners);
  }
  owners = titledTwilio(saying, owners);
  // The provider is the innermost owner, inside any title.
  return provider === undefined ? owners : ownedBy(provider, "provider", owners);
}

/** The labels of a Kubernetes object, the annotations that say only Twilio, its namespace if it says so and, last because it says most, its name. */
function titlesOf({ name, generateName, namespace, labels, annotations }: TreeObject): string[] {
  const notes = isTreeObject(annotations) ? Object.entries(annotations) : [];
  const all = [
    ...(isTreeObject(labels) ? Object.values(labels) : []),
    ...notes.flatMap(([key, note]) => {
      if (key.startsWith(VAULT_PLUGIN)) return [VAULT_PLUGIN];
      if (typeof note !== "string") return [];
      if (DESCRIBES_CREDENTIAL.test(note)) return ["twilio secret"];
      if (ALTERNATIVE_KEY.test(key)) return [];
      return TWILIO_ALONE.test(note) || ACCOUNT.test(note) ? [note] : [];
    }),
    typeof namespace === "string" && TWILIO_ALONE.test(namespace) ? namespace : undefined,
    generateName,
    name,
  ];
  return all.filter((title) => typeof title === "string");
}
