import type { DeploymentStrategy } from "../service/callTimeouts";
import type { ConfigReader } from "./reader";
import { ecrRepository } from "../../components/iam/ecrRepository";
import type { ImageSource } from "../service/image";
import type { MonitoringSettings } from "../monitoring/monitoring";
import type { NetworkSettings } from "../network/network";
import type { ServiceSettings } from "../service/settings";

// Settings that are each valid, and do not go together.

/** Without a way out, tasks can pull an image only from Amazon ECR, and only from that of their own region. */
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
    reader.fault("egress", "endpoints reach no registry but Amazon ECR, where image is not", "nat");
  } else if (repository.region !== region) {
    const problem = "endpoints reach Amazon ECR in the stack's region alone, where image is not";
    reader.fault("egress", problem, "nat");
  }
}

/** The alarms on missing tasks count them by Container Insights, and would tell of data that never come. */
export function rejectBlindAlarms(
  reader: ConfigReader,
  { alarms }: MonitoringSettings,
  { containerInsights }: ServiceSettings,
): void {
  if (!alarms || containerInsights !== "disabled") return;
  reader.fault("containerInsights", "expected enabled or enhanced beside alarms", "enabled");
}

/**
 * Rebalancing stops a task in the middle of its calls, unless the task protects itself; and only with blue/green a protected
 * task of an old version gets no new calls, so that only there a service can do so.
 */
export function rejectUnprotectedRebalancing(
  reader: ConfigReader,
  deployment: DeploymentStrategy,
  { availabilityZoneRebalancing }: ServiceSettings,
): void {
  if (!availabilityZoneRebalancing || deployment === "blue-green") return;
  const problem = "expected false beside rolling deployment, where tasks don't protect their calls";
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

/** A container has one value for a name, in plain or from a secret. */
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
    `${path}: is in ${place}, too: give it one of the two ways. ` +
      `Fix it: pulumi config rm --path '${other}', or pulumi config rm --path '${path}'`,
  );
}
