import type { IAMClient } from "@aws-sdk/client-iam";
import type { VpcEndpoint } from "@aws-sdk/client-ec2";
import type { Check } from "../../terminal/report";
import { simulateResourcePolicy } from "../roles/policySimulator";
import { readRequest, type ReadSecret } from "../roles/simulatedRequests";
import { pathTo } from "./endpoints";
import { routeTableOf } from "./routes";
import type { TaskNetwork } from "./taskNetwork";

/**
 * Checks the policies of the VPC endpoints through which the tasks reach Secrets Manager: do they let the execution role read the
 * secrets?
 */
export async function endpointPolicyChecks(
  client: IAMClient,
  network: TaskNetwork,
  region: string,
  roleArn: string,
  secrets: readonly ReadSecret[],
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const { VpcEndpointId = "", PolicyDocument } of endpointsInUse(network, region)) {
    if (PolicyDocument === undefined) continue;
    const refused: string[] = [];
    for (const secret of secrets) {
      const request = readRequest(roleArn, secret);
      const { direct, account } = await simulateResourcePolicy(client, PolicyDocument, request);
      const decisions = [direct, account];
      if (decisions.includes("explicitDeny") || !decisions.includes("allowed")) {
        refused.push(secret.arn);
      }
    }
    checks.push(policyCheck(VpcEndpointId, refused));
  }
  return checks;
}

function endpointsInUse(network: TaskNetwork, region: string): VpcEndpoint[] {
  const used = network.subnets.flatMap((subnet) => {
    const table = routeTableOf(network.routeTables, subnet);
    const path = pathTo("secretsmanager", network, subnet, table, region);
    return path.kind === "endpoint" ? [path.endpoint] : [];
  });
  return [...new Set(used)];
}

function policyCheck(endpoint: string, refused: readonly string[]): Check {
  const name = "endpoint policy";
  if (refused.length === 0) {
    return { name, result: "ok", detail: `${endpoint} lets the execution role read the secrets` };
  }
  return {
    name,
    result: "fail",
    detail: `${endpoint} does not let the execution role read ${refused.join(", ")}`,
    fix: "let the endpoint's policy allow secretsmanager:GetSecretValue on them: npm run up, if it is the stack's",
  };
}
