import { isTreeList, UNKNOWN, type Tree } from "../../../tree/tree";
import { entriesOf, type PlanResource } from "../../../plan/plan";
import { securityHub, stackPolicy } from "../planRule";
import { isTwilioStack, TRAIL, TWILIO_STACK_TYPES } from "../../../plan/twilioStack";

/** Finds CloudTrail trails that may miss a read of the secret, or whose records can be read or changed by others. */
export const completeAuditTrails = stackPolicy({
  name: "twilio-audit-trail-sound",
  description:
    "A CloudTrail trail of a Twilio stack records every read in all regions, with encryption and log file validation.",
  severity: "high",
  ...securityHub(
    "CloudTrail.1",
    "CloudTrail should be enabled and configured with at least one multi-Region trail that includes read and write management events",
  ),
  remediationSteps:
    "Set `isMultiRegionTrail`, `enableLogFileValidation` and `kmsKeyId` of the trail, and let it record all management events.",
  types: [...TWILIO_STACK_TYPES, TRAIL],
  check: (plan) => {
    const trails = isTwilioStack(plan) ? plan.ofType([TRAIL]) : [];
    // One trail that records every read is enough. The other trails may then record less.
    const mayMissReads = trails.every((trail) => blindSpots(trail).length > 0);
    return trails.flatMap((trail) =>
      [...(mayMissReads ? blindSpots(trail) : []), ...weaknesses(trail)].map((message) => ({
        urn: trail.urn,
        message,
      })),
    );
  },
});

/** The reasons why a trail may miss a read. */
function blindSpots({ props }: PlanResource): string[] {
  const { advancedEventSelectors, enableLogging, eventSelectors, isMultiRegionTrail } = props;
  return withoutFalse([
    enableLogging === false && "enableLogging is off. Remove it, or turn it on.",
    isOff(isMultiRegionTrail) && "isMultiRegionTrail is not on. Turn it on.",
    !recordsReads(eventSelectors, advancedEventSelectors) &&
      "eventSelectors leaves out management events or reads. Record all of them, or remove eventSelectors.",
  ]);
}

/** The reasons why others may read or change a trail's records. */
function weaknesses({ props: { enableLogFileValidation, kmsKeyId } }: PlanResource): string[] {
  return withoutFalse([
    isOff(enableLogFileValidation) && "enableLogFileValidation is not on. Turn it on.",
    isAbsent(kmsKeyId) && "kmsKeyId is absent. Name a KMS key that encrypts the records.",
  ]);
}

function withoutFalse(messages: readonly (string | false)[]): string[] {
  return messages.filter((message) => message !== false);
}

/** Whether a trail records reads. Without a selector it records all management events. Advanced selectors are not checked. */
function recordsReads(selectors: Tree | undefined, advanced: Tree | undefined): boolean {
  if (selectors === UNKNOWN || (isTreeList(advanced) && advanced.length > 0)) return true;
  const entries = entriesOf(selectors).map(({ entry }) => entry);
  return (
    entries.length === 0 ||
    entries.some(
      ({ includeManagementEvents, readWriteType }) =>
        includeManagementEvents !== false && readWriteType !== "WriteOnly",
    )
  );
}

function isOff(value: Tree | undefined): boolean {
  return value !== true && value !== UNKNOWN;
}

function isAbsent(value: Tree | undefined): boolean {
  return value === undefined || value === null || value === "";
}
