import type { Service } from "@aws-sdk/client-ecs";
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type TargetHealth,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { AwsSession } from "../../aws/session";
import type { Check } from "../../terminal/report";

/** The meaning of the load balancer's reason codes, and what to do. Source: the ELBv2 API's TargetHealth. */
const REASONS: Readonly<Record<string, readonly [cause: string, fix: string]>> = {
  "Target.FailedHealthChecks": [
    "does not answer the health check, or not in time",
    "let the service listen on its port on all addresses, and answer GET /health with 200",
  ],
  "Target.ResponseCodeMismatch": [
    "answers the health check with another code than 200",
    "let the service answer GET /health with 200",
  ],
  "Target.Timeout": [
    "does not answer the health check in time",
    "let the service listen on its port on all addresses, and its security group let the load balancer in",
  ],
};

/** The results of the two lasting states of a target. Every other state is temporary. */
const RESULTS: Readonly<Record<string, Check["result"]>> = { healthy: "ok", unhealthy: "fail" };

/** Checks whether the service's tasks are healthy targets of the load balancer. */
export async function targetHealthChecks(
  session: AwsSession,
  { loadBalancers = [], desiredCount = 0 }: Service,
): Promise<Check[]> {
  const client = new ElasticLoadBalancingV2Client(session.clientConfig);
  const action = "elasticloadbalancing:DescribeTargetHealth";
  const groups = loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
  const healths = await Promise.all(
    groups.map(async (TargetGroupArn) => {
      try {
        const answer = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
        return answer.TargetHealthDescriptions ?? [];
      } catch (error) {
        throw session.failed(error, action, TargetGroupArn);
      }
    }),
  );
  client.destroy();
  if (groups.length === 0) return [];
  const targets = healths.flat().flatMap(({ TargetHealth }) => TargetHealth ?? []);
  return judgeTargets(targets, desiredCount);
}

/** A line for each state and reason among the targets. No target at all is a failure if the service should run tasks. */
export function judgeTargets(targets: readonly TargetHealth[], wanted: number): Check[] {
  const name = "load balancer";
  if (targets.length === 0) {
    return wanted === 0
      ? []
      : [{ name, result: "fail", detail: "no task is registered with it: none runs" }];
  }
  const kinds = new Map<string, Check>();
  for (const { State: state = "unknown", Reason = "", Description = "" } of targets) {
    const [cause, fix] = REASONS[Reason] ?? [Description || Reason];
    const detail = cause === "" ? state : `${state}: a task ${cause}`;
    const result = RESULTS[state] ?? "note";
    kinds.set(detail, { name, result, detail, ...(fix === undefined ? {} : { fix }) });
  }
  return [...kinds.values()];
}
