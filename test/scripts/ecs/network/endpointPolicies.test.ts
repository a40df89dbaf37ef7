import assert from "node:assert/strict";
import { endpointPolicyChecks } from "../../../../scripts/ecs/network/endpointPolicies";
import type { TaskNetwork } from "../../../../scripts/ecs/network/taskNetwork";
import { simulatorClient } from "../../../support/emulator/simulator";

const REGION = "eu-north-1";
const ROLE = "arn:aws:iam::123456789012:role/execution";
const HTTPS = { IpProtocol: "tcp", FromPort: 443, ToPort: 443 };
const ANYWHERE = { IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
const SECRET = {
  arn: "arn:aws:secretsmanager:eu-north-1:123456789012:secret:pipecat/twilio-AbCdEf",
  versionId: "v1",
  versionStage: undefined,
  keyArn: undefined,
  policy: undefined,
  keyPolicy: undefined,
  tags: [],
};

function network(
  PolicyDocument: string,
  State: "Available" | "Pending" = "Available",
): TaskNetwork {
  return {
    subnets: [{ SubnetId: "subnet-1", VpcId: "vpc-1", CidrBlock: "10.0.1.0/24" }],
    routeTables: [],
    endpoints: [
      {
        VpcEndpointId: "vpce-1",
        ServiceName: `com.amazonaws.${REGION}.secretsmanager`,
        State,
        VpcEndpointType: "Interface",
        PrivateDnsEnabled: true,
        PolicyDocument,
      },
    ],
    securityGroups: [{ IpPermissionsEgress: [{ ...HTTPS, ...ANYWHERE }] }],
    endpointGroups: [],
    endpointRanges: {},
    publicIp: false,
    dnsSupport: true,
    dnsHostnames: true,
  };
}

function statement(Effect: "Allow" | "Deny", Principal: unknown = "*"): string {
  return JSON.stringify({ Statement: [{ Effect, Principal, Action: "*", Resource: "*" }] });
}

// The test replaces IAM's policy simulator: it returns the effect of the policy's only statement. Shows which requests the check
// makes and how it judges the answers, not what IAM would answer.
describe("endpointPolicyChecks", () => {
  async function judged(document: string, state?: "Pending"): Promise<string[]> {
    const { client } = simulatorClient((call) => {
      const policies = call.kind === "custom" ? (call.input.PolicyInputList ?? []) : [];
      const denies = policies.some((policy) => policy.includes('"Deny"'));
      return { EvalDecision: denies ? "explicitDeny" : "allowed" };
    });
    const checks = await endpointPolicyChecks(client, network(document, state), REGION, ROLE, [
      SECRET,
    ]);
    return checks.map(({ result, detail }) => `${result} ${detail}`);
  }

  it("passes a policy that lets the role read, and fails one that denies or names others", async () => {
    assert.deepEqual(await judged(statement("Allow")), [
      "ok vpce-1 lets the execution role read the secrets",
    ]);
    const refused = `fail vpce-1 does not let the execution role read ${SECRET.arn}`;
    assert.deepEqual(await judged(statement("Deny")), [refused]);
    assert.deepEqual(await judged(statement("Allow", { AWS: `${ROLE}-other` })), [refused]);
    assert.deepEqual(await judged(JSON.stringify({ Statement: [] })), [refused]);
  });

  it("ignores endpoints that the tasks do not use", async () => {
    assert.deepEqual(await judged(statement("Deny"), "Pending"), []);
  });
});
