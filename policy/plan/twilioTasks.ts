import { TWILIO_CREDENTIALS, type TwilioCredentialName } from "../credentials/twilioCredentials";
import { run } from "../run/run";
import { containerSettings, type Container } from "../tree/containers/containers";
import { UNKNOWN, type Tree } from "../tree/tree";
import { entriesOf, referenced, type Plan, type PlanResource } from "./plan";

/** The names of the credentials. The environment variables and the keys of the secret have these names. */
export const CREDENTIAL_NAMES: readonly TwilioCredentialName[] = TWILIO_CREDENTIALS.map(
  ({ name }) => name,
);

/** The types that run containers. */
export const TASK_TYPES = [
  "aws:ecs/taskDefinition:TaskDefinition",
  "aws:ecs/daemonTaskDefinition:DaemonTaskDefinition",
  "aws:ecs/expressGatewayService:ExpressGatewayService",
  "aws-native:ecs:TaskDefinition",
] as const;

/** The type of an ECS service. */
export const SERVICE = "aws:ecs/service:Service";

/** A task definition with Twilio credentials. */
export interface TwilioTask {
  readonly definition: PlanResource;
  /** All its containers that can be read. */
  readonly containers: readonly Container[];
}

/** The task definitions of a plan with a Twilio credential. */
export function twilioTasks(plan: Plan): TwilioTask[] {
  return plan
    .ofType(TASK_TYPES)
    .map((definition) => ({ definition, containers: containersOf(definition) }))
    .filter(({ containers }) => containers.some(carriesCredentials));
}

/** The containers of a task definition. While a preview cannot know them, these are the ones that the parent component shows. */
export function containersOf(definition: PlanResource): readonly Container[] {
  const settings = containerSettings(definition.type, definition.props);
  if (settings === undefined) return [];
  const hidden = settings.unreadable.some(({ reason }) => reason === "unknown");
  return hidden && settings.containers.length === 0
    ? run.shownContainers.of(definition.parent)
    : settings.containers;
}

/** The services that run one of the given task definitions, or may run one. */
export function servicesOf(plan: Plan, tasks: readonly TwilioTask[]): PlanResource[] {
  const definitions = plan.ofType(TASK_TYPES);
  return plan.ofType([SERVICE]).filter((service) => {
    const named = definitionsOf(service, definitions);
    const value = service.props["taskDefinition"];
    // While the task definition of a service is unknown, the service may run one of these.
    return value === UNKNOWN && named.length === 0
      ? tasks.length > 0
      : named.some((definition) => tasks.some((task) => task.definition === definition));
  });
}

/** The task definitions that a service names, by ARN, by family, or by family and revision. */
export function definitionsOf(
  service: PlanResource,
  definitions: readonly PlanResource[],
): PlanResource[] {
  const value = service.props["taskDefinition"];
  const named = referenced(value, { resource: service, property: "taskDefinition" }, definitions);
  if (named.length > 0 || typeof value !== "string") return named;
  const family = value.slice(value.lastIndexOf("/") + 1).replace(/:\d+$/, "");
  return definitions.filter(({ props }) => props["family"] === family);
}

/** Whether a container has a setting with the name of a Twilio credential, as a secret or as plaintext. */
export function carriesCredentials({ definition }: Container): boolean {
  return ["secrets", "environment", "environments"].some((place) =>
    entriesOf(definition[place]).some(({ entry }) => isTwilioCredential(entry["name"])),
  );
}

/** Whether a value is the name of one of the five credentials. */
export function isTwilioCredential(name: Tree | undefined): name is TwilioCredentialName {
  return CREDENTIAL_NAMES.some((credential) => credential === name);
}
