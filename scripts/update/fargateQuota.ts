import { GetServiceQuotaCommand, ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { clientConfig } from "../aws/clientConfig";
import type { StackSettings } from "../stack/stackSettings";

/** "Fargate On-Demand vCPU resource count". From memory of AWS's quota codes; not confirmed against AWS. */
const QUOTA = { ServiceCode: "fargate", QuotaCode: "L-3032A538" } as const;

/** How long to wait for AWS before the update continues without the check, in milliseconds. */
const LONGEST_LOOK_MS = 5_000;

/**
 * The vCPUs of a stack's tasks during a deployment, when the old and the new tasks run at the same time. Undefined if the
 * settings are not numbers: the update itself reports that.
 */
export function deploymentVcpus(settings: StackSettings): number | undefined {
  const number = (key: string): number => Number(settings.text(key));
  const tasks = Math.max(number("desiredCount"), number("minTasks"));
  const vcpus = (2 * tasks * number("cpu")) / 1024;
  return Number.isFinite(vcpus) && vcpus > 0 ? vcpus : undefined;
}

/** A note if a deployment needs more vCPUs than the account's quota in the region. Undefined if the quota is large enough. */
export function quotaNote(needed: number, quota: number, region: string): string | undefined {
  if (quota >= needed) return undefined;
  return [
    `note: a deployment runs old and new tasks at the same time, ${needed} vCPUs in all, but Fargate's quota is ${quota} in ${region}.`,
    "      Other Fargate tasks of the account count too. ECS waits for vCPUs until the update times out.",
    `      → aws service-quotas request-service-quota-increase --service-code ${QUOTA.ServiceCode} --quota-code ${QUOTA.QuotaCode} --desired-value ${Math.ceil(needed)} --region ${region}`,
  ].join("\n");
}

/** Asks Service Quotas and returns the note. Undefined if the quota is large enough, or if it cannot be read. */
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
    // Not allowed, no login or no answer: the update itself reports what it needs.
    return undefined;
  } finally {
    client.destroy();
  }
}
