import { isTreeList, UNKNOWN, type Tree } from "../../../tree/tree";
import { entriesOf, type PlanResource } from "../../../plan/plan";
import { securityHub, stackPolicy } from "../planRule";
import { isTwilioStack, TRAIL, TWILIO_STACK_TYPES } from "../../../plan/twilioStack";

/** Who reads the secret is seen only by a trail that records every read, and a record that can be altered proves nothing. */
export const completeAuditTrails = stackPolicy({
  name: "twilio-audit-trail-sound",
  description:
    "A CloudTrail trail of such a stack records reads in all regions, encrypted and with validation.",
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
    // One trail that sees everything is enough: beside it another may record what it likes.
    const blind = trails.every((trail) => blindSpots(trail).length > 0);
    return trails.flatMap((trail) =>
      [...(blind ? blindSpots(trail) : []), ...weaknesses(trail)].map((message) => ({
        urn: trail.urn,
        message,
      })),
    );
  },
});

/** Why a trail may miss a read. */
function blindSpots({ props }: PlanResource): string[] {
  const { advancedEventSelectors, enableLogging, eventSelectors, isMultiRegionTrail } = props;
  return said([
    enableLogging === false && "enableLogging is off. Leave it out.",
    isOff(isMultiRegionTrail) && "isMultiRegionTrail is not on. Turn it on.",
    !recordsReads(eventSelectors, advancedEventSelectors) &&
      "eventSelectors leaves out management events or reads. Record all of them, or leave it out.",
  ]);
}

/** Why a trail's record may be read or altered. */
function weaknesses({ props: { enableLogFileValidation, kmsKeyId } }: PlanResource): string[] {
  return said([
    isOff(enableLogFileValidation) && "enableLogFileValidation is not on. Turn it on.",
    isAbsent(kmsKeyId) && "kmsKeyId is absent. Name a KMS key that encrypts the records.",
  ]);
}

function said(messages: readonly (string | false)[]): string[] {
  return messages.filter((message) => message !== false);
}

/** Without a selector a trail records all management events; what an advanced selector records is not looked into. */
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
