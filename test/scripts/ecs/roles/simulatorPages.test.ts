import { IAMClient } from "@aws-sdk/client-iam";
import assert from "node:assert/strict";
import {
  simulateOwnPolicies,
  simulateResourcePolicy,
} from "../../../../scripts/ecs/roles/policySimulator";
import { startAwsProxy, type AwsProxy } from "../../../support/emulator/awsProxy";
import { sessionOn } from "../../../support/scripts/awsSession";

const ROLE = "arn:aws:iam::123456789012:role/phone-execution";
const SECRET = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:pipecat/x-AbCdEf";
const REQUEST = {
  roleArn: ROLE,
  action: "secretsmanager:GetSecretValue",
  resource: SECRET,
  context: [],
};
const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: ROLE }, Action: "*", Resource: "*" }],
});

// The simulator answers in pages, and a denial may be on a later page than the first. No emulator answers in pages, so the test's own
// client does.
describe("IAM's policy simulator", () => {
  let server: AwsProxy;
  let client: IAMClient;
  /** The decision on each page. */
  let pages: readonly string[] = [];

  before(async () => {
    server = await startAwsProxy(undefined, ({ operation, body }) => {
      const page = Number(new URLSearchParams(body).get("Marker") ?? 0);
      const isLast = page + 1 >= pages.length;
      return {
        xml: `<${operation}Response><${operation}Result>
          <IsTruncated>${String(!isLast)}</IsTruncated>${isLast ? "" : `<Marker>${page + 1}</Marker>`}
          <EvaluationResults><member>
            <EvalActionName>${REQUEST.action}</EvalActionName>
            <EvalDecision>${pages[page] ?? ""}</EvalDecision>
          </member></EvaluationResults>
        </${operation}Result></${operation}Response>`,
      };
    });
    client = new IAMClient(sessionOn(server.url).clientConfig);
  });
  after(() => server.stop());

  it("is read to its last page for a role's own policies", async () => {
    pages = ["allowed", "allowed", "explicitDeny"];
    assert.equal((await simulateOwnPolicies(client, REQUEST)).decision, "explicitDeny");
    pages = ["allowed", "allowed"];
    assert.equal((await simulateOwnPolicies(client, REQUEST)).decision, "allowed");
  });

  it("is read to its last page for a resource policy", async () => {
    pages = ["allowed", "explicitDeny"];
    assert.equal((await simulateResourcePolicy(client, POLICY, REQUEST)).direct, "explicitDeny");
  });
});
