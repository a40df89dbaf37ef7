import type { LocatedFinding } from "../../report/message";
import type { Finding, Inspector } from "../../search/inspector";
import { UNKNOWN } from "../../tree/tree";
import type { Leaf, Path } from "../../tree/leaves";

/**
 * Finds credentials in the texts of a resource. Some texts are made of others: a JSON document, or neighbouring settings put
 * together. Such a text is reported only for a finding that none of its parts has.
 * @param accepts decides whether a finding in a text counts
 */
export function findInTexts(
  texts: readonly Leaf[],
  inspector: Inspector,
  accepts: (finding: Finding, leaf: Leaf) => boolean,
): LocatedFinding[] {
  const located: LocatedFinding[] = [];
  for (const leaf of texts) {
    if (leaf.text === UNKNOWN) continue;
    for (const finding of inspector.inspectLeaf(leaf).findings) {
      if (!accepts(finding, leaf)) continue;
      const composed = leaf.kind === "whole" || leaf.kind === "joined" || leaf.kind === "lines";
      if (!composed || !located.some((known) => isInside(known, leaf.path, finding))) {
        located.push({ leaf, finding });
      }
    }
  }
  return located;
}

function isInside(known: LocatedFinding, path: Path, finding: Finding): boolean {
  const column = path.indexOf("*");
  const prefix = column < 0 ? path : path.slice(0, column);
  const inside = prefix.every((part, index) => known.leaf.path[index] === part);
  return inside && known.finding.title === finding.title;
}

/** Finds a phone number that is split over two settings of one resource. */
export function splitPhoneNumbers(texts: readonly Leaf[], inspector: Inspector): LocatedFinding[] {
  if (inspector.phoneNumbers.length === 0) return [];
  const byDigits = new Map<string, Leaf>();
  for (const leaf of texts) {
    if (leaf.kind === "setting" && leaf.text !== UNKNOWN && isPhoneText(leaf.text)) {
      byDigits.set(leaf.text.replace(/\D/g, ""), leaf);
    }
  }
  if (byDigits.size < 2) return [];
  return inspector.phoneNumbers.flatMap(({ title, number }) => {
    const half = number.halves().find(([head, tail]) => byDigits.has(head) && byDigits.has(tail));
    const leaf = half === undefined ? undefined : byDigits.get(half[0]);
    const finding: Finding = { evidence: "part of own value", title, encodings: [] };
    return leaf === undefined ? [] : [{ leaf, finding }];
  });
}

/** Whether a text has the digits and the punctuation of a phone number, or of a part of one, and no other text. */
function isPhoneText(text: string): boolean {
  return text.length <= 32 && /^(?:[a-z]{2,8}:)?[+\d\s().-]*\d[\d\s().-]*$/i.test(text);
}
