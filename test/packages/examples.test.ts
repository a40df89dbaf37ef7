import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { CREDENTIALS } from "../../infra/credentials/twilioCredentials";
import { sampleCredentials } from "../../offline/config/credentials";
import { isRecord } from "../../offline/engine/wire";
import { mockStack, type RecordedStack } from "../support/program/mocks";

const README = join(__dirname, "../../components/README.md");
const ROLE = "arn:aws:iam::123456789012:role/shop-execution";
const SECRET = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:shop/twilio-AbCdEf";

// Evaluates each example with simulated AWS. `npm run check` checks its types. Does not show that an example passes the policies.
describe("the component package's examples", () => {
  for (const name of ["fargate", "awsx"]) {
    it(`${name} is what the README shows`, () => {
      const code = readFileSync(join(__dirname, "examples", `${name}.ts`), "utf8");
      const shown = code.replace("../../../components/index", "pipecat-twilio-components");
      assert.ok(readFileSync(README, "utf8").includes(`\`\`\`ts\n${shown}\`\`\``));
    });
  }

  it("fargate gives the container five secret references and no plaintext setting", async () => {
    const stack = await evaluate("fargate");
    const container = containerOf(stack);
    assert.deepEqual(container["environment"], []);
    assert.ok(Array.isArray(container["secrets"]));
    assert.deepEqual(
      container["secrets"].filter(isRecord).map(({ name }) => name),
      CREDENTIALS.map(({ name }) => name).sort(),
    );
    assert.equal(stack.ofType("aws:secretsmanager/secretVersion:SecretVersion").length, 1);
    assert.match(JSON.stringify(stack.inputsOf("aws:iam/rolePolicy:RolePolicy")), /kms:Decrypt/);
  });

  it("awsx refers to an existing secret, and gives the role the right to read only this secret", async () => {
    const stack = await evaluate("awsx");
    assert.deepEqual(containerOf(stack)["environment"], [{ name: "LOG_LEVEL", value: "info" }]);
    const { policy, role } = stack.inputsOf("aws:iam/rolePolicy:RolePolicy");
    assert.equal(role, "shop-execution");
    assert.deepEqual(policy, {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: [SECRET] }],
    });
  });
});

async function evaluate(name: string): Promise<RecordedStack> {
  const credentials = sampleCredentials();
  const project = "shop";
  const values = {
    executionRoleArn: ROLE,
    secretArn: SECRET,
    secretVersionId: "v1",
    subnets: '["subnet-1"]',
    ...Object.fromEntries(CREDENTIALS.map((spec) => [spec.configKey, credentials[spec.name]])),
  };
  const config = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`${project}:${key}`, value]),
  );
  const stack = await mockStack({ project, config });
  await pulumi.runtime.runInPulumiStack(() => import(`./examples/${name}`));
  await stack.settled();
  return stack;
}

function containerOf(stack: RecordedStack): Record<string, unknown> {
  const { containerDefinitions } = stack.inputsOf("aws:ecs/taskDefinition:TaskDefinition");
  const containers: unknown = JSON.parse(String(containerDefinitions));
  const container: unknown = Array.isArray(containers) ? containers[0] : undefined;
  assert.ok(isRecord(container));
  return container;
}
