import { message, type LocatedFinding } from "../../report/message";
import { run, type ShownResource } from "../../run/run";
import { plaintextLeaves } from "./plaintextLeaves";

/** Reports the findings of a resource. The message masks names that hold a part of anything secret in the resource. */
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
