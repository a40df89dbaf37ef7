import type { ResourceValidationPolicy } from "@pulumi/policy";
import { containerSettings } from "../tree/containers";
import { readTree } from "../tree/readTree";

/** Components that have shown the containers of the task definitions below them, by URN. */
const shownBy = new Set<string>();

/** Container settings that no policy can read are a violation: otherwise a first preview would be blind. */
export const readableContainerSettings: ResourceValidationPolicy = {
  name: "readable-container-settings",
  description: "The plain settings of every container can be read at preview.",
  enforcementLevel: "mandatory",
  severity: "critical",
  async validateResource({ type, urn, props, opts }, reportViolation) {
    const settings = containerSettings(type, await readTree(props));
    if (settings === undefined) return;
    const unseen = settings.unreadable.filter(
      ({ reason }) => reason === "malformed" || !shownBy.has(opts.parent ?? ""),
    );
    for (const { path, reason } of unseen) {
      reportViolation(`${path} is ${reason}, so that no policy can check it.`);
    }
    if (unseen.length === 0) shownBy.add(urn);
  },
};
