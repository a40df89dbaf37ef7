import { isEncrypted } from "../credentials/harmlessValues";
import { describes, words } from "../credentials/names";
import {
  belongsToAnother,
  isCredentialName,
  isListed,
  saysOnlyCredential,
} from "../credentials/ownership";
import { saysNothing } from "../credentials/speakingName";
import { CREDENTIAL_WORDS } from "../credentials/wordsOfNames";
import { SAYS_TWILIO } from "../credentials/twilioCredentials";
import type { Leaf, Path } from "../tree/leaves";
import type { Owner } from "../tree/owners";
import type { Statement } from "./statements";
import { secretsIn } from "./twilio/secrets";

/** Fewest characters of a text that holds an auth token or an API key secret. */
const SHORTEST_SECRET = 32;

/** Most characters of a digest with the quotes around it. */
const LONGEST_DIGEST = 40;

/**
 * Names of a program's own objects, as in `config.auth_token = …`, and options of a command. They do not tell to which service
 * the settings belong.
 */
const OF_A_PROGRAM =
  /^(?:|-.*|config|configuration|conf|cfg|self|this|app|settings|options\w*|opts|content|code|source|params|args|locals|client|env|process|os|module|exports|default|defaults|secrets?|creds?|credentials?|data|result|response|payload|values?|kwargs)$/i;

/** Words of blocks in which the settings of any service may stand. */
const OF_ANY_SERVICE: ReadonlySet<string> = new Set(
  `connector globals impl inputs input option parameter param vars variables auth authentication service services basic`.split(
    /\s+/,
  ),
);

/** Whether the name of a block does not tell to which service the settings in it belong. */
function saysNothingOfService(name: string): boolean {
  return (
    OF_A_PROGRAM.test(name) ||
    words(name).every(
      (word) => CREDENTIAL_WORDS.has(word) || OF_ANY_SERVICE.has(word) || OF_A_PROGRAM.test(word),
    )
  );
}

/**
 * Why a secret is something else's: it is `named` so, it stands in a block of another `provider`, or it stands `elsewhere`, in a
 * block that does not say Twilio.
 */
export type Reason = "named" | "provider" | "elsewhere";

/** The secrets that are something else's, with the reason. */
export type SecretsOfOthers = ReadonlyMap<string, Reason>;

/**
 * The secrets that a text gives to something else than Twilio: to a name of another service, or inside a block that does not say
 * Twilio.
 *
 * It finds the token in `slack: { authToken: … }`. It leaves `AUTH_TOKEN` alone in a class that calls `Twilio.init(…)`.
 * @param leaf the text's own place in a resource.
 */
export function secretsOfOthers(
  statements: readonly Statement[],
  leaf: Leaf | undefined,
): SecretsOfOthers {
  const outside = leaf?.path.length ?? 0;
  const saying = new BlocksSayingTwilio(statements, outside);
  const isElsewhere = ({ name, owners, path }: Statement): boolean => {
    const around = path
      .slice(outside, -1)
      .filter((key) => typeof key === "string" && !OF_A_PROGRAM.test(key))
      .filter((key) => !saysNothingOfService(String(key)) || isTitled(owners, leaf?.owners));
    return around.length > 0 && !(saysOnlyCredential(name) && saying.hasAround(path));
  };
  const others = new Map<string, Reason>();
  for (const statement of statements) {
    if (statement.text.length < SHORTEST_SECRET) continue;
    const reason = reasonFor(statement, isElsewhere);
    if (reason === undefined) continue;
    for (const { secret } of secretsIn(statement.text)) others.set(secret, reason);
  }
  return others;
}

/** Why a value is something else's; undefined if it may be Twilio's. */
function reasonFor(
  statement: Statement,
  isElsewhere: (statement: Statement) => boolean,
): Reason | undefined {
  const { name, owners, text } = statement;
  const isDigest = describes(name) || (isListed(owners) && !isCredentialName(name));
  if (isEncrypted(text) || (text.length < LONGEST_DIGEST && isDigest)) return "named";
  const isNamed = belongsToAnother(name, owners);
  if (saysNothing(name)) return isNamed ? "named" : undefined;
  if (owners?.saysTwilio === true && !isNamed) return undefined;
  if (/twilio/i.test(name)) return undefined;
  if (isNamed) return "named";
  if (isOfOtherProvider(owners)) return "provider";
  // A script or an address says itself whose its values are.
  return !/twilio/i.test(text) && isElsewhere(statement) ? "elsewhere" : undefined;
}

/** Whether the nearest name that is a provider's or Twilio's is another provider's: `conn_type: redshift`. */
function isOfOtherProvider(owners: Owner | undefined): boolean {
  for (let owner = owners; owner !== undefined; owner = owner.outer) {
    if (/twilio/i.test(owner.name)) return false;
    if (owner.kind === "provider") return true;
  }
  return false;
}

/** Most keys between a value and the title of its block: its own, and one of the block's. */
const KEYS_BELOW_TITLE = 2;

/** Whether a text calls the block of a value something else, as `name = "pushover"` in it does. */
function isTitled(owners: Owner | undefined, outer: Owner | undefined): boolean {
  let keys = 0;
  for (let owner = owners; owner !== undefined && owner !== outer; owner = owner.outer) {
    if (owner.kind !== "key") return !owner.saysTwilio;
    if (++keys > KEYS_BELOW_TITLE) return false;
  }
  return false;
}

/** The blocks of a text in which a name or a text says Twilio. They are looked for when the first block is asked about. */
class BlocksSayingTwilio {
  #blocks: ReadonlySet<string> | undefined;

  constructor(
    readonly statements: readonly Statement[],
    readonly outside: number,
  ) {}

  /** Whether the block of a value says Twilio, or one around it, as long as the names between say nothing of whose the value is. */
  hasAround(path: Path): boolean {
    this.#blocks ??= this.#find();
    for (let end = path.length - 1; end > this.outside; end--) {
      if (this.#blocks.has(JSON.stringify(path.slice(0, end)))) return true;
      const key = path[end - 1];
      // The items of a list are often one for each service.
      if (typeof key === "number" || !saysNothingOfService(key ?? "")) return false;
    }
    return false;
  }

  #find(): ReadonlySet<string> {
    const blocks = new Set<string>();
    for (const { path, text } of this.statements) {
      const keys = path.slice(this.outside);
      if (!SAYS_TWILIO.test(keys.join(" ")) && !/twilio/i.test(text)) continue;
      // A text of several lines is a block itself. The blocks around a known one are known.
      for (let end = path.length; end >= this.outside; end--) {
        const block = JSON.stringify(path.slice(0, end));
        if (blocks.has(block)) break;
        blocks.add(block);
      }
    }
    return blocks;
  }
}
