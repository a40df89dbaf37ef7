import type { Finding } from "../search/inspector";
import type { Leaf, Path } from "../tree/leaves";
import type { Mask } from "./mask";

/** A finding, and the text in which it was found. */
export interface LocatedFinding {
  readonly leaf: Leaf;
  readonly finding: Finding;
}

/** The message for a finding: where it is, what it is, how it was recognised, and the fix. */
export function message(
  { type, name }: { readonly type: string; readonly name: string },
  { leaf, finding }: LocatedFinding,
  mask: Mask,
  fix: string,
): string {
  const resource = `${mask.shown(type)} "${mask.shown(name)}"`;
  const named = leaf.named === "key" ? "" : ` (the setting ${mask.shown(leaf.name)})`;
  return `${resource}: ${place(leaf, mask)}${named} ${what(finding)}. ${fix}`;
}

/** A path as a program would write it: `containerDefinitions[0].environment[3].value`. */
export function pathText(path: Path, mask: Mask): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    if (part === "*") return `${text}[*]`;
    return text === "" ? mask.shown(part) : `${text}.${mask.shown(part)}`;
  }, "");
}

function place({ path, kind }: LocatedFinding["leaf"], mask: Mask): string {
  const at = path.length === 0 ? "the whole resource" : pathText(path, mask);
  if (kind === "key") return `the key at ${at}`;
  return kind === "joined" || kind === "lines" ? `the texts of ${at}, put together,` : at;
}

function what({ evidence, title, encodings }: LocatedFinding["finding"]): string {
  const inside = encodings.length === 0 ? "" : `, inside ${encodings.join(", ")}`;
  switch (evidence) {
    case "own value":
      return `holds ${title} of this stack (own value${inside})`;
    case "part of own value":
      return `holds a part of ${title} of this stack (own value${inside})`;
    case "shape":
      return `holds a Twilio ${title} (by its shape${inside})`;
    case "context":
      return `holds a Twilio ${title} (by the Twilio name around it${inside})`;
    case "assignment":
      return `gives a plain value to ${title} (by its name${inside})`;
  }
}
