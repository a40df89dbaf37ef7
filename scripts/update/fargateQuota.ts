import { GetServiceQuotaCommand, ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { clientConfig } from "../aws/clientConfig";
import type { StackSettings } from "../stack/stackSettings";

/** "Fargate On-Demand vCPU resource count". From memory of AWS's quota codes; not confirmed against AWS. */
const QUOTA = { ServiceCode: "fargate", QuotaCode: "L-3032A538" } as const;

/** How long AWS may take to answer before an update goes on without it, in milliseconds. */
const LONGEST_LOOK_MS = 5_000;

/**
 * vCPUs that a stack's tasks have at once while they are replaced: the old and the new ones run side by side. Undefined where
 * the settings are no numbers; the update itself then says so.
 */
export function deploymentVcpus(settings: StackSettings): number | undefined {
  const number = (key: string): number => Number(settings.text(key));
  const tasks = Math.max(number("desiredCount"), number("minTasks"));
  const vcpus = (2 * tasks * number("cpu")) / 1024;
  return Number.isFinite(vcpus) && vcpus > 0 ? vcpus : undefined;
}

/** What to say where a deployment needs more vCPUs than the account may have in the region; undefined where it has enough. */
export function quotaNote(needed: number, quota: number, region: string): string | undefined {
  if (quota >= needed) return undefined;
  return [
    `note: a deployment runs old and new tasks side by side, ${needed} vCPUs in all, and Fargate's quota is ${quota} in ${region}.`,
    "      Other Fargate tasks of the account count too. ECS waits for vCPUs until the update times out.",
    `      → aws service-quotas request-service-quota-increase --service-code ${QUOTA.ServiceCode} --quota-code ${QUOTA.QuotaCode} --desired-value ${Math.ceil(needed)} --region ${region}`,
  ].join("\n");
}

/** Asks Service Quotas and says what is missing. Undefined where nothing is, or where the caller may not ask. */
export async function lookAtFargateQuota(
  settings: StackSettings,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const region = settings.text("aws:region") ?? env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"];
  const needed = deploymentVcpus(settings);
  if (region === undefined || region === "" || needed === undefined) return undefined;
  const client = new ServiceQuotasClient({ ...clientConfig(LONGEST_LOOK_MS), region });
  try {
    const { Quota } = await client.send(new GetServiceQuotaCommand(QUOTA), {
      abortSignal: AbortSignal.timeout(LONGEST_LOOK_MS),
    });
    return Quota?.Value === undefined ? undefined : quotaNote(needed, Quota.Value, region);
  } catch {
    // Not allowed, no login or no answer: the update says itself what it lacks.
    return undefined;
  } finally {
    client.destroy();
  }
}
