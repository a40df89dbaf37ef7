import type { ResourceValidationPolicy } from "@pulumi/policy";
import { pathText } from "../../report/message";
import { run } from "../../run/run";
import { MOST_LAYERS } from "../../search/inspector";
import { containerSettings, type UnreadablePlace } from "../../tree/containers";
import type { TreeObject } from "../../tree/tree";
import { plaintextLeaves } from "../credentials/plaintextLeaves";

const FIX = {
  unknown:
    "Show the containers as a structured input `containerDefinitions` of the component that makes this resource, or keep what is unknown to single settings.",
  malformed: "Write it as JSON, best with `JSON.stringify` or `pulumi.jsonStringify`.",
} as const;

/** Container settings that no policy can read are a violation: otherwise a first preview would be blind. */
export const readableContainerSettings: ResourceValidationPolicy = {
  name: "readable-container-settings",
  description: "The plain settings of every container can be read at preview.",
  enforcementLevel: "mandatory",
  severity: "critical",
  url: "https://www.pulumi.com/docs/iac/concepts/inputs-outputs/",
  remediationSteps:
    "Let the component that makes the task definition pass its containers' plain settings to its own constructor's inputs, as a list called `containerDefinitions`: unknown values then hide single settings only, not the whole JSON text.",
  async validateResource(args, reportViolation) {
    await run.observe(args);
    const inputs = await run.inputsOf(args);
    const unseen = unreadablePlaces(args.type, inputs, args.opts.parent);
    for (const { path, reason } of unseen) {
      reportViolation(`${path} is ${reason}, so that no policy can check it. ${FIX[reason]}`);
    }
    const { inspector, mask } = run.guardedValues;
    for (const leaf of await plaintextLeaves(args)) {
      if (inspector.inspectLeaf(leaf).complete) continue;
      const at = pathText(leaf.path, mask);
      reportViolation(
        `${at} cannot be read to the end: it is encoded in more than ${MOST_LAYERS} layers, or it holds compressed data that unpacks to more than the policy pack reads. Give it as plain text, neither encoded nor compressed.`,
      );
    }
  },
};

/** What cannot be read, and what no component above the resource has shown. */
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
