import { extraSecretNames, stackConfig } from "../../credentials/ownValues";
import { isReference } from "../../credentials/harmlessValues";
import type { Leaf } from "../../tree/leaves";
import { UNKNOWN } from "../../tree/tree";
import type { LocatedFinding } from "../../report/message";

const names: ReadonlySet<string> = new Set(extraSecretNames(stackConfig()));

/**
 * Finds plaintext settings with the name of one of the service's other secrets (`extraSecrets`). Their value does not matter,
 * except that a reference is allowed.
 */
export function extraSecretsIn(texts: readonly Leaf[]): LocatedFinding[] {
  if (names.size === 0) return [];
  return texts
    .filter(({ kind, name, text }) => kind === "setting" && names.has(name) && isPlaintext(text))
    .map((leaf) => ({
      leaf,
      finding: { evidence: "assignment", title: leaf.name, encodings: [] },
    }));
}

function isPlaintext(text: Leaf["text"]): boolean {
  return text !== UNKNOWN && !isReference(text);
}
