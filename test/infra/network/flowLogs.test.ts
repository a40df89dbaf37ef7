import assert from "node:assert/strict";
import { countOf, inputsOf, runProgram } from "../../support/program/program";
import { computedOf, idOf } from "../../support/program/references";
import { arnOf, TAGS } from "../../support/program/wellKnown";

// Shows the inputs. Does not show that flows arrive in the log group: nothing runs against AWS.

const FLOW_LOG = "aws:ec2/flowLog:FlowLog";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const ROLE = "aws:iam/role:Role";

describe("flow logs", () => {
  it("go to a log group that only the flow logs' service writes, and only for this account's flow logs", async () => {
    const run = await runProgram({ overrides: { flowLogs: "true" } });
    const logGroupArn = computedOf(run, LOG_GROUP, "network-flows", "arn");
    assert.deepEqual(inputsOf(run, LOG_GROUP, "network-flows"), {
      retentionInDays: 30,
      tags: TAGS,
    });
    assert.deepEqual(inputsOf(run, FLOW_LOG), {
      vpcId: idOf(run, "aws:ec2/vpc:Vpc"),
      trafficType: "ALL",
      iamRoleArn: computedOf(run, ROLE, "network-flows-role", "arn"),
      logDestination: logGroupArn,
      tags: TAGS,
    });
    assert.deepEqual(inputsOf(run, ROLE, "network-flows-role"), {
      description: "Writes the flow logs of the phone service's VPC",
      assumeRolePolicy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "vpc-flow-logs.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              StringEquals: { "aws:SourceAccount": "123456789012" },
              ArnLike: { "aws:SourceArn": `${arnOf("ec2")}:vpc-flow-log/*` },
            },
          },
        ],
      },
      tags: TAGS,
    });
    assert.deepEqual(inputsOf(run, "aws:iam/rolePolicy:RolePolicy", "network-flows-policy"), {
      role: idOf(run, ROLE, "network-flows-role"),
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            Resource: [logGroupArn, `${logGroupArn}:*`],
          },
        ],
      },
    });
  });

  it("are off by default, with all their resources", async () => {
    const run = await runProgram();
    assert.equal(countOf(run, FLOW_LOG), 0);
    const names = run.registrations.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name) => name.includes("flow")),
      [],
    );
  });
});
