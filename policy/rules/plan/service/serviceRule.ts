import { stackOf, type PlanResource } from "../../../plan/plan";
import type { Finding, PlanRule } from "../planRule";
import { DEVELOPMENT_STACKS, IF_DEVELOPMENT } from "../../settings";
import { SERVICE, servicesOf, TASK_TYPES, twilioTasks } from "../../../plan/twilioTasks";

/** Makes a rule about each service with Twilio credentials. The rule does not apply to development stacks. */
export function serviceRule({
  fault,
  ...metadata
}: Pick<
  PlanRule,
  "name" | "description" | "severity" | "url" | "framework" | "remediationSteps"
> & { readonly fault: (service: PlanResource) => string | undefined }): PlanRule {
  return {
    ...metadata,
    settings: [DEVELOPMENT_STACKS],
    types: [...TASK_TYPES, SERVICE],
    check: (plan, config): Finding[] =>
      servicesOf(plan, twilioTasks(plan))
        .filter((service) => !DEVELOPMENT_STACKS.in(config).includes(stackOf(service)))
        .flatMap((service) => {
          const message = fault(service);
          return message === undefined
            ? []
            : [{ urn: service.urn, message: `${message} ${IF_DEVELOPMENT}` }];
        }),
  };
}
