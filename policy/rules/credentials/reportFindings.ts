import { message, type LocatedFinding } from "../../report/message";
import { run, type ShownResource } from "../../run/run";
import { UNKNOWN } from "../../tree/tree";
import { plaintextLeaves } from "./plaintextLeaves";

/** Reports what was found in a resource, with names that hold no piece of anything that looks secret in it. */
export async function reportFindings(
  resource: ShownResource,
  findings: readonly LocatedFinding[],
  fix: string,
  report: (message: string, urn?: string) => void,
): Promise<void> {
  if (findings.length === 0) return;
  const texts = (await plaintextLeaves(resource)).map(({ text }) => (text === UNKNOWN ? "" : text));
  const mask = run.guardedValues.mask.hidingAlso(texts);
  for (const each of findings)
    report(message(resource, each, mask, fix), mask.shownUrn(resource.urn));
}
