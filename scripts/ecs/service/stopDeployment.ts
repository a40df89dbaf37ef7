import {
  ListServiceDeploymentsCommand,
  StopServiceDeploymentCommand,
  type ECSClient,
} from "@aws-sdk/client-ecs";
import type { AwsSession } from "../../aws/session";

/** A service of ECS. */
export interface EcsService {
  /** Name or ARN of its cluster. */
  readonly cluster: string;
  readonly service: string;
}

/** The ARN of the deployment that is in progress. Undefined if there is none. */
export async function deploymentInProgress(
  session: AwsSession,
  client: ECSClient,
  { cluster, service }: EcsService,
): Promise<string | undefined> {
  try {
    const { serviceDeployments = [] } = await client.send(
      new ListServiceDeploymentsCommand({ cluster, service, status: ["PENDING", "IN_PROGRESS"] }),
    );
    return serviceDeployments[0]?.serviceDeploymentArn;
  } catch (error) {
    throw session.failed(error, "ecs:ListServiceDeployments", service);
  }
}

/** Stops a deployment and lets ECS roll back to the version before. With blue/green, calls go there at once. */
export async function rollBack(
  session: AwsSession,
  client: ECSClient,
  serviceDeploymentArn: string,
): Promise<void> {
  try {
    await client.send(
      new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: "ROLLBACK" }),
    );
  } catch (error) {
    throw session.failed(error, "ecs:StopServiceDeployment", serviceDeploymentArn);
  }
}

/** The commands of the AWS CLI that do the same. */
export function rollBackCommands({ cluster, service }: EcsService, region: string): string[] {
  const place = `--cluster ${cluster} --service ${service} --region ${region}`;
  return [
    `aws ecs list-service-deployments ${place} --status PENDING IN_PROGRESS --query 'serviceDeployments[].serviceDeploymentArn' --output text`,
    `aws ecs stop-service-deployment --region ${region} --stop-type ROLLBACK --service-deployment-arn ARN`,
  ];
}
