import type { DeploymentStrategy } from "../service/callTimeouts";
import type { ConfigReader } from "./reader";
import { ecrRepository } from "../../components/iam/ecrRepository";
import type { ImageSource } from "../service/task/image";
import type { MonitoringSettings } from "../monitoring/monitoring";
import type { NetworkSettings } from "../network/network";
import type { ServiceSettings } from "../service/settings";

// Rejects settings that are each valid but do not work together.

/** With VPC endpoints only, tasks can pull an image from Amazon ECR of their own region and from no other registry. */
export function rejectUnreachableImage(
  reader: ConfigReader,
  region: string,
  { egress, existing }: NetworkSettings,
  image: ImageSource,
): void {
  if (egress !== "endpoints" || existing !== undefined || !("uri" in image)) return;
  if (image.uri === "") return;
  const repository = ecrRepository(image.uri);
  if (repository === undefined) {
    reader.fault(
      "egress",
      "endpoints reach Amazon ECR only, and image is in another registry",
      "nat",
    );
  } else if (repository.region !== region) {
    const problem =
      "endpoints reach Amazon ECR of the stack's region only, and image is in another region";
    reader.fault("egress", problem, "nat");
  }
}

/** The alarms on missing tasks use the task counts of Container Insights. Without it they would always report missing data. */
export function rejectAlarmsWithoutData(
  reader: ConfigReader,
  { alarms }: MonitoringSettings,
  { containerInsights }: ServiceSettings,
): void {
  if (!alarms || containerInsights !== "disabled") return;
  reader.fault("containerInsights", "expected enabled or enhanced with alarms", "enabled");
}

/**
 * Rebalancing stops a task during its calls, unless the task protects itself. With rolling deployment a service cannot do that: a
 * protected task of the old version would still get new calls.
 */
export function rejectUnprotectedRebalancing(
  reader: ConfigReader,
  deployment: DeploymentStrategy,
  { availabilityZoneRebalancing }: ServiceSettings,
): void {
  if (!availabilityZoneRebalancing || deployment === "blue-green") return;
  const problem = "expected false with rolling deployment, where tasks do not protect their calls";
  reader.fault("availabilityZoneRebalancing", problem, "false");
}

/**
 * ECS Exec's agent writes to the container's root file system. Source: "Considerations for using ECS Exec" in the ECS developer
 * guide.
 */
export function rejectExecOnReadonlyRoot(
  reader: ConfigReader,
  { container, enableExecuteCommand }: ServiceSettings,
): void {
  if (!enableExecuteCommand || !container.readonlyRootFilesystem) return;
  const problem =
    "expected false with enableExecuteCommand: ECS Exec writes to the root file system";
  reader.fault("readonlyRootFilesystem", problem, "false");
}

/** A name of the container has one value: a plaintext setting or a secret. */
export function rejectDoubleNames(
  reader: ConfigReader,
  { container }: ServiceSettings,
  {
    additionalSecrets,
    extraSecrets,
  }: Readonly<Record<"additionalSecrets" | "extraSecrets", object>>,
): void {
  for (const name of Object.keys(additionalSecrets)) {
    const path = `additionalSecrets.${name}`;
    if (Object.hasOwn(container.environment, name))
      refuseDouble(reader, path, `environment.${name}`);
  }
  for (const [index, name] of Object.keys(extraSecrets).entries()) {
    const path = `extraSecrets[${index}]`;
    if (Object.hasOwn(container.environment, name))
      refuseDouble(reader, path, `environment.${name}`);
    if (Object.hasOwn(additionalSecrets, name)) {
      refuseDouble(reader, path, `additionalSecrets.${name}`);
    }
  }
}

function refuseDouble(reader: ConfigReader, path: string, other: string): void {
  const place = other.split(".")[0] ?? "";
  reader.faults.push(
    `${path}: is also in ${place}. Remove one of the two. ` +
      `Fix it: pulumi config rm --path '${other}', or pulumi config rm --path '${path}'`,
  );
}
