import assert from "node:assert/strict";
import { currentAccount } from "../../../../components/iam/account";
import { secretUnreadable } from "../../../../infra/monitoring/alarms/serviceEvents";
import * as pulumi from "@pulumi/pulumi";
import { mockStack, promiseOf } from "../../../support/program/mocks";

const START = "ResourceInitializationError: unable to pull secrets or registry auth: ";
const RETRIEVAL = `${START}execution resource retrieval failed: `;

/** Reasons why a task stopped, in the forms that ECS's documentation and its agent's source give. */
const OF_SECRETS = [
  `${RETRIEVAL}unable to retrieve secret from asm: service call has been retried 1 time(s): AccessDeniedException`,
  `${RETRIEVAL}unable to retrieve secrets from ssm: retrieved secret from Secrets Manager did not contain json key TWILIO_API_SID`,
  `${START}unable to retrieve secret from asm: There is a connection issue between the task and AWS Secrets Manager.`,
  `${START}The task can't retrieve the secret with ARN 'x' from AWS Secrets Manager.`,
];
const OF_OTHERS = [
  `${RETRIEVAL}unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError`,
  "CannotPullContainerError: pull image manifest has been retried 5 time(s)",
  "Scaling activity initiated by (deployment ecs-svc/1)",
  "Essential container in task exited",
];

// Compares the wildcards with the documented reasons. Does not show which reason ECS gives today: nothing runs against AWS.
describe("pattern of unreadable secrets", () => {
  it("matches the reason that a secret could not be read, and no other reason to stop", async () => {
    const recorded = await mockStack();
    const account = currentAccount("eu-north-1");
    const names = { clusterName: "c", serviceName: "s", family: "f" };
    const text = await promiseOf(
      pulumi.jsonStringify(secretUnreadable({ account, ...names }).pattern),
    );
    await recorded.settled();
    const wildcards = [...text.matchAll(/"wildcard":"([^"]*)"/g)].map(([, form = ""]) => form);
    assert.ok(wildcards.length > 0);
    const matches = (reason: string): boolean =>
      wildcards.some((wildcard) => new RegExp(`^${wildcard.split("*").join(".*")}$`).test(reason));
    for (const reason of OF_SECRETS) assert.ok(matches(reason), reason);
    for (const reason of OF_OTHERS) assert.ok(!matches(reason), reason);
  });
});
