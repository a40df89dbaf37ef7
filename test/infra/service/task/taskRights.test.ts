import assert from "node:assert/strict";
import { countOf, inputsOf, type ProgramRun, runProgram } from "../../../support/program/program";
import { arnOf, outputOf, statementsOf, TAGS, ownArnOf } from "../../../support/program/wellKnown";

// Shows the policy documents that the program sends. Does not show how IAM evaluates them: the emulator's tests do.

const EXECUTION = "phone-task-execution";
const TASK = "phone-task-role";

function readsTwilioSecret(run: ProgramRun): unknown[] {
  const secretArn = outputOf(run, "secretArn");
  return [
    { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: [secretArn] },
    {
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: outputOf(run, "secretKeyArn"),
      Condition: {
        StringEquals: {
          "kms:ViaService": "secretsmanager.eu-north-1.amazonaws.com",
          "kms:EncryptionContext:SecretARN": [secretArn],
        },
      },
    },
  ];
}

function writesLogs(run: ProgramRun): unknown {
  return {
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `${arnOf("logs")}:log-group:${outputOf(run, "logGroupName")}:log-stream:*`,
  };
}

function runsCalls(run: ProgramRun): unknown[] {
  return [
    {
      Effect: "Allow",
      Action: ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"],
      Resource: `${arnOf("ecs")}:task/${outputOf(run, "clusterName")}/*`,
    },
    {
      Effect: "Allow",
      Action: "cloudwatch:PutMetricData",
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": "PipecatPhoneService" } },
    },
  ];
}

describe("the roles", () => {
  let run: ProgramRun;

  before(async () => {
    run = await runProgram();
  });

  for (const name of [EXECUTION, TASK]) {
    it(`${name} can be assumed only by this account's ECS tasks`, () => {
      const { assumeRolePolicy, description, ...rest } = inputsOf(run, "aws:iam/role:Role", name);
      assert.deepEqual(rest, { tags: TAGS });
      assert.ok(typeof description === "string");
      assert.deepEqual(assumeRolePolicy, {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "ecs-tasks.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              StringEquals: { "aws:SourceAccount": "123456789012" },
              ArnLike: { "aws:SourceArn": `${arnOf("ecs")}:*` },
            },
          },
        ],
      });
    });
  }

  it("have only the rights of their one policy each", () => {
    assert.equal(countOf(run, "aws:iam/role:Role"), 2);
    assert.equal(countOf(run, "aws:iam/rolePolicy:RolePolicy"), 2);
    assert.equal(countOf(run, "aws:iam/rolePolicyAttachment:RolePolicyAttachment"), 0);
  });

  it("the execution role writes the logs and reads the secret, and pulls nothing from a public registry", () => {
    assert.deepEqual(statementsOf(run, EXECUTION), [writesLogs(run), ...readsTwilioSecret(run)]);
  });

  it("the task role protects its tasks, publishes its metric and reads the secret", () => {
    assert.deepEqual(statementsOf(run, TASK), [...runsCalls(run), ...readsTwilioSecret(run)]);
  });

  it("taskRoleReadsSecret: false takes the right to read from the task role, and not from the execution role", async () => {
    const other = await runProgram({ overrides: { taskRoleReadsSecret: "false" } });
    assert.deepEqual(statementsOf(other, TASK), runsCalls(other));
    assert.deepEqual(statementsOf(other, EXECUTION), [
      writesLogs(other),
      ...readsTwilioSecret(other),
    ]);
  });

  it("the execution role pulls from one repository when the image is in Amazon ECR", async () => {
    const image = "748291650384.dkr.ecr.us-east-1.amazonaws.com/team/phone:1.2";
    const other = await runProgram({ overrides: { image } });
    assert.deepEqual(statementsOf(other, EXECUTION), [
      { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
      {
        Effect: "Allow",
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
        ],
        Resource: "arn:aws:ecr:us-east-1:748291650384:repository/team/phone",
      },
      writesLogs(other),
      ...readsTwilioSecret(other),
    ]);
  });

  it("the task role invokes exactly the models that the config lists", async () => {
    const profile = `${ownArnOf("bedrock")}:inference-profile/eu.amazon.nova-micro-v1:0`;
    const models = ["amazon.nova-micro-v1:0", profile];
    const other = await runProgram({ overrides: { bedrockModels: JSON.stringify(models) } });
    assert.deepEqual(statementsOf(other, TASK), [
      ...runsCalls(other),
      ...readsTwilioSecret(other),
      {
        Effect: "Allow",
        Action: ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
        Resource: ["arn:aws:bedrock:eu-north-1::foundation-model/amazon.nova-micro-v1:0", profile],
      },
    ]);
  });

  it("the task role opens ECS Exec's channels only if the config enables it, and gets no other right", async () => {
    const overrides = { enableExecuteCommand: "true", readonlyRootFilesystem: "false" };
    const other = await runProgram({ overrides });
    assert.deepEqual(statementsOf(other, TASK), [
      ...runsCalls(other),
      ...readsTwilioSecret(other),
      {
        Effect: "Allow",
        Action: [
          "ssmmessages:CreateControlChannel",
          "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel",
          "ssmmessages:OpenDataChannel",
        ],
        Resource: "*",
      },
    ]);
  });

  it("the execution role reads further secrets, and decrypts with a customer's key only in their encryption context", async () => {
    const arn = (name: string) => `${ownArnOf("secretsmanager")}:secret:${name}-AbCdEf`;
    const kmsKeyArn = `${ownArnOf("kms")}:key/11111111-2222-4333-8444-555555555555`;
    const additionalSecrets = JSON.stringify({
      PLAIN_KEY: { secretArn: arn("plain"), key: "k" },
      OWN_KEY: { secretArn: arn("own"), key: "k", kmsKeyArn },
      OWN_KEY_2: { secretArn: arn("own"), key: "k2", kmsKeyArn },
    });
    const other = await runProgram({ overrides: { additionalSecrets } });
    const [, twilioKey] = readsTwilioSecret(other);
    assert.deepEqual(statementsOf(other, EXECUTION), [
      writesLogs(other),
      {
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: [arn("plain"), arn("own"), outputOf(other, "secretArn")],
      },
      {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: kmsKeyArn,
        Condition: {
          StringEquals: {
            "kms:ViaService": "secretsmanager.eu-north-1.amazonaws.com",
            "kms:EncryptionContext:SecretARN": [arn("own")],
          },
        },
      },
      twilioKey,
    ]);
    assert.deepEqual(statementsOf(other, TASK), [...runsCalls(other), ...readsTwilioSecret(other)]);
  });
});
