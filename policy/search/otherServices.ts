import { isEncrypted } from "../credentials/harmlessValues";
import { describes } from "../credentials/names";
import {
  belongsToAnother,
  isCredentialName,
  isListed,
  saysNothing,
  saysOnlyCredential,
} from "../credentials/ownership";
import { SAYS_TWILIO } from "../credentials/twilioCredentials";
import type { Path } from "../tree/leaves";
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

/**
 * The secrets that a text gives to something else than Twilio: to a name of another service, or inside a block that does not say
 * Twilio.
 *
 * It finds the token in `slack: { authToken: … }`. It leaves `AUTH_TOKEN` alone in a class that calls `Twilio.init(…)`.
 * @param outside how many keys lead to the text itself.
 */
export function secretsOfOthers(
  statements: readonly Statement[],
  outside: number,
): ReadonlySet<string> {
  const saying = new BlocksSayingTwilio(statements, outside);
  const others = statements.filter((statement) => {
    const { name, owners, path, text } = statement;
    if (text.length < SHORTEST_SECRET) return false;
    const isDigest = describes(name) || (isListed(owners) && !isCredentialName(name));
    if (isEncrypted(text) || (text.length < LONGEST_DIGEST && isDigest)) return true;
    if (saysNothing(name)) return belongsToAnother(name, owners);
    if (owners?.saysTwilio === true && !belongsToAnother(name, owners)) return false;
    if (/twilio/i.test(name)) return false;
    if (belongsToAnother(name, owners)) return true;
    // A script or an address says itself whose its values are.
    if (/twilio/i.test(text)) return false;
    const around = path
      .slice(outside)
      .filter((key) => typeof key === "string")
      .slice(0, -1)
      .filter((key) => !OF_A_PROGRAM.test(key));
    return around.length > 0 && !(saysOnlyCredential(name) && saying.has(path.slice(0, -1)));
  });
  return new Set(others.flatMap(({ text }) => secretsIn(text).map(({ secret }) => secret)));
}

/** The blocks of a text in which a name or a text says Twilio. They are looked for when the first block is asked about. */
class BlocksSayingTwilio {
  #blocks: ReadonlySet<string> | undefined;

  constructor(
    readonly statements: readonly Statement[],
    readonly outside: number,
  ) {}

  has(block: Path): boolean {
    this.#blocks ??= this.#find();
    return this.#blocks.has(JSON.stringify(block));
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
