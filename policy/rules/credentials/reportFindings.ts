import { message, type LocatedFinding } from "../../report/message";
import { run, type ShownResource } from "../../run/run";
import { plaintextLeaves } from "./plaintextLeaves";

/** Reports the findings of a resource. Names in the message are masked if they hold a part of anything in the resource that looks secret. */
export async function reportFindings(
  resource: ShownResource,
  findings: readonly LocatedFinding[],
  fix: string,
  report: (message: string, urn?: string) => void,
): Promise<void> {
  if (findings.length === 0) return;
  const mask = run.guardedValues.mask.hidingAlso(await plaintextLeaves(resource));
  for (const each of findings)
    report(message(resource, each, mask, fix), mask.shownUrn(resource.urn));
}
