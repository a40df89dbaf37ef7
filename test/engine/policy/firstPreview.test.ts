import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineStack } from "../support/engineStack";
import { useLab } from "../support/lab";
import { leaksIn } from "../support/leaks";
import { editProject } from "../support/project";
import type { Run } from "../support/run";

/** The place in the program after its own check of plaintext settings, where a test can add a leak. */
const ENVIRONMENT = "    environment: guarded.environment,\n    healthCheck: {";
const SHOWN = "{ containerDefinitions: [args.container] }";
const REGISTERED = "containers: [args.container],";

// Loads the SDK itself, because not every file imports its values.
const CONFIG = 'new (require("@pulumi/pulumi").Config)()';
const TOKEN = `${CONFIG}.require("twilioAuthToken")`;
const SECRET_TOKEN = `${CONFIG}.requireSecret("twilioAuthToken")`;

describe("The first preview on the real engine", function () {
  this.timeout(600_000);
  const lab = useLab();

  it("shows every resource and passes the policies", async () => {
    const stack = await lab().stack("clean");
    const run = await stack.preview();
    assert.deepEqual([run.ok, run.violations, run.complaints], [true, [], []], run.output);
    for (const type of [
      "aws:secretsmanager/secret:Secret",
      "aws:secretsmanager/secretVersion:SecretVersion",
      "aws:ecs/taskDefinition:TaskDefinition",
      "aws:ecs/service:Service",
      "aws:lb/listener:Listener",
      "aws:ec2/natGateway:NatGateway",
    ]) {
      assert.ok(
        run.steps.some((step) => step.startsWith(`create ${type} `)),
        `${type} is in the plan`,
      );
    }
    assert.deepEqual(lab().things(stack), [], "a preview makes nothing");
  });

  // Each case puts a leak into a copy of the program. A first preview does not know the task definition's JSON.
  it("refuses a credential written into the environment", async () => {
    const stack = await lab().stack("literal");
    const literal = JSON.stringify(stack.credentials.TWILIO_AUTH_TOKEN);
    editProject(stack.folder, "infra/service/task/container.ts", addSetting(literal));
    await assertRefused(stack);
  });

  it("refuses a credential that the environment takes from the config", async () => {
    const stack = await lab().stack("reference");
    editProject(stack.folder, "infra/service/task/container.ts", addSetting(SECRET_TOKEN));
    await assertRefused(stack);
  });

  it("refuses a base64 form in the environment", async () => {
    const stack = await lab().stack("base64");
    const encoded = `Buffer.from("token=" + ${TOKEN}).toString("base64")`;
    editProject(stack.folder, "infra/service/task/container.ts", addSetting(encoded));
    await assertRefused(stack);
  });

  it("refuses a credential in a sidecar", async () => {
    const stack = await lab().stack("sidecar");
    const sidecar = `{ ...args.container, name: "proxy", secrets: [], environment: [{ name: "UPSTREAM", value: ${SECRET_TOKEN} }] }`;
    editProject(stack.folder, "infra/service/task/phoneTask.ts", {
      [SHOWN]: `{ containerDefinitions: [args.container, ${sidecar}] }`,
      [REGISTERED]: `containers: [args.container, ${sidecar}],`,
    });
    await assertRefused(stack);
  });

  it("refuses a credential that an output makes plain", async () => {
    const stack = await lab().stack("unsecret");
    editProject(stack.folder, "index.ts", {
      'import { currentAccount } from "./components/iam/account";':
        'import * as pulumi from "@pulumi/pulumi";\nimport { currentAccount } from "./components/iam/account";',
      "export const secretArn =": `export const callback = pulumi.unsecret(${SECRET_TOKEN});\nexport const secretArn =`,
    });
    await assertRefused(stack);
  });

  it("refuses a credential in a file that goes into a bucket", async () => {
    const stack = await lab().stack("file");
    writeFileSync(
      join(stack.folder, "phone.env"),
      `TOKEN=${stack.credentials.TWILIO_AUTH_TOKEN}\n`,
    );
    const settings = `new aws.s3.BucketObjectv2("settings", { bucket: "acme", source: new pulumi.asset.FileAsset("phone.env") });`;
    editProject(stack.folder, "index.ts", {
      "const config = loadConfig();": `import * as aws from "@pulumi/aws";\n${settings}\nconst config = loadConfig();`,
    });
    await assertRefused(stack);
  });

  async function assertRefused(stack: EngineStack): Promise<Run> {
    const run = await stack.preview();
    assert.equal(run.ok, false, `the preview fails:\n${run.output}`);
    const mandatory = run.violations.filter((violation) => violation.startsWith("[mandatory]"));
    assert.ok(mandatory.length > 0, `a mandatory policy refuses it:\n${run.output}`);
    assert.deepEqual(leaksIn(mandatory.join("\n"), stack.credentials), [], "no message holds it");
    return run;
  }
});

function addSetting(value: string): Record<string, string> {
  return {
    [ENVIRONMENT]: `    environment: [...guarded.environment, { name: "UPSTREAM", value: ${value} }],\n    healthCheck: {`,
  };
}
