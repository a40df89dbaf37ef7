import assert from "node:assert/strict";
import { type ProgramRun, inputsOf } from "./program";

/** Tags of the dev stack's resources. */
export const TAGS = { Project: "pipecat-phone-service", Stack: "dev" } as const;

/** Tags of a dev stack's resource whose name in the console is its tag Name. */
export function namedTags(Name: string): Readonly<Record<string, string>> {
  return { ...TAGS, Name };
}

/** An image in Amazon ECR, which can be pulled from a VPC without a route to the internet. */
export const ECR_IMAGE = "519384207613.dkr.ecr.eu-north-1.amazonaws.com/phone:1.2";

/** The listener's default action: its answer if no listener rule matches. */
export const FORBIDDEN = [
  {
    type: "fixed-response",
    fixedResponse: { statusCode: "403", contentType: "text/plain", messageBody: "Forbidden" },
  },
];

/** ARN prefix of a service in the model's account. */
export function arnOf(service: string): string {
  return `arn:aws:${service}:eu-north-1:123456789012`;
}

/** The same in another account. Config refuses the model's account id, because AWS's documentation uses it as an example. */
export function ownArnOf(service: string): string {
  return `arn:aws:${service}:eu-north-1:519384207613`;
}

/** A plaintext output of the stack. */
export function outputOf({ outputs }: ProgramRun, name: string): string {
  const value = outputs[name];
  assert.ok(typeof value === "string", name);
  return value;
}

/** The statements of a role's one inline policy. */
export function statementsOf(run: ProgramRun, name: string): unknown {
  const { policy, ...rest } = inputsOf(run, "aws:iam/rolePolicy:RolePolicy", `${name}-policy`);
  assert.deepEqual(Object.keys(rest), ["role"]);
  assert.match(String(rest["role"]), new RegExp(`^${name}-[0-9a-f]{7}$`));
  assert.ok(typeof policy === "object" && policy !== null && "Statement" in policy);
  const { Statement, ...version } = policy;
  assert.deepEqual(version, { Version: "2012-10-17" });
  return Statement;
}
