import type { Owner } from "../tree/owners";
import { words } from "./names";
import { CREDENTIAL_WORDS } from "./wordsOfNames";

/** Words at the end of a key whose value says whose settings these are: `RELAY_API_URL`, `RELAY_PROVIDER`. */
const OF_PLACE: ReadonlySet<string> = new Set(
  `api rest base root host hostname url uri endpoint address domain server origin provider vendor driver backend transport gateway service
  integration carrier type kind name`.split(/\s+/),
);

/** Whether a name is a credential's, and begins like the key of a title: `RELAY_PASSWORD` next to `RELAY_HOST`. */
export function beginsLikeTitled(name: string, owners: Owner): boolean {
  const own = words(name);
  for (let owner: Owner | undefined = owners; owner !== undefined; owner = owner.outer) {
    if (owner.titleOf?.some((key) => beginsLike(own, words(key))) === true) return true;
  }
  return false;
}

function beginsLike(own: readonly string[], key: readonly string[]): boolean {
  const beginning = key.slice(0, key.findLastIndex((word) => !OF_PLACE.has(word)) + 1);
  if (beginning.length === 0 || !beginning.every((word, index) => own[index] === word))
    return false;
  return own
    .slice(beginning.length)
    .every((word) => CREDENTIAL_WORDS.has(word) || OF_PLACE.has(word));
}
