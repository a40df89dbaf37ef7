import { extraSecretNames, stackConfig } from "../../credentials/ownValues";
import { isReference } from "../../credentials/harmlessValues";
import type { Leaf } from "../../tree/leaves";
import { UNKNOWN } from "../../tree/tree";
import type { LocatedFinding } from "../../report/message";

const names: ReadonlySet<string> = new Set(extraSecretNames(stackConfig()));

/** The plain settings that are called like one of the service's further secrets, whatever they hold but a reference. */
export function extraSecretsIn(texts: readonly Leaf[]): LocatedFinding[] {
  if (names.size === 0) return [];
  return texts
    .filter(({ kind, name, text }) => kind === "setting" && names.has(name) && isPlain(text))
    .map((leaf) => ({
      leaf,
      finding: { evidence: "assignment", title: leaf.name, encodings: [] },
    }));
}

function isPlain(text: Leaf["text"]): boolean {
  return text !== UNKNOWN && !isReference(text);
}
