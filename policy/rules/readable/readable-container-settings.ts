import type { ResourceValidationPolicy } from "@pulumi/policy";
import { pathText } from "../../report/message";
import { run } from "../../run/run";
import { MOST_LAYERS } from "../../search/inspector";
import { containerSettings, type UnreadablePlace } from "../../tree/containers/containers";
import type { TreeObject } from "../../tree/tree";
import { plaintextLeaves } from "../credentials/plaintextLeaves";

const FIX = {
  unknown:
    "Pass the containers as a structured input `containerDefinitions` to the component that makes this resource, or let only single settings be unknown.",
  malformed: "Write it as JSON, for example with `JSON.stringify` or `pulumi.jsonStringify`.",
} as const;

/** Finds container settings that no policy can read. Without this rule a first preview would accept them unchecked. */
export const readableContainerSettings: ResourceValidationPolicy = {
  name: "readable-container-settings",
  description: "The plaintext settings of every container can be read at preview.",
  enforcementLevel: "mandatory",
  severity: "critical",
  url: "https://www.pulumi.com/docs/iac/concepts/inputs-outputs/",
  remediationSteps:
    "Let the component that makes the task definition pass the plaintext settings of its containers as its own inputs, in a list called `containerDefinitions`. An unknown value then hides one setting, not the whole JSON text.",
  async validateResource(args, reportViolation) {
    await run.observe(args);
    const inputs = await run.inputsOf(args);
    const unseen = unreadablePlaces(args.type, inputs, args.opts.parent);
    for (const { path, reason } of unseen) {
      reportViolation(`${path} is ${reason}, so no policy can check it. ${FIX[reason]}`);
    }
    const { inspector, mask } = run.guardedValues;
    for (const leaf of await plaintextLeaves(args)) {
      if (inspector.inspectLeaf(leaf).complete) continue;
      const at = pathText(leaf.path, mask);
      reportViolation(
        `${at} cannot be read to the end: it has more than ${MOST_LAYERS} layers of encoding, or compressed data that unpacks to more than the policy pack reads. Write it as text that is neither encoded nor compressed.`,
      );
    }
  },
};

/** The places that cannot be read, without those that the resource's parent component has shown as its inputs. */
function unreadablePlaces(
  type: string,
  inputs: TreeObject,
  parent: string | undefined,
): readonly UnreadablePlace[] {
  const unreadable = containerSettings(type, inputs)?.unreadable ?? [];
  return run.shownContainers.isComplete(parent)
    ? unreadable.filter(({ reason }) => reason === "malformed")
    : unreadable;
}
