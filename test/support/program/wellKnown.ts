import assert from "node:assert/strict";
import { type ProgramRun, inputsOf } from "./program";

/** Tags of the dev stack's resources. */
export const TAGS = { Project: "pipecat-phone-service", Stack: "dev" } as const;

/** Tags of a resource of the dev stack that the console shows by its tag Name alone. */
export function namedTags(Name: string): Readonly<Record<string, string>> {
  return { ...TAGS, Name };
}

/** An image in Amazon ECR, which a VPC without a way out can pull. */
export const ECR_IMAGE = "519384207613.dkr.ecr.eu-north-1.amazonaws.com/phone:1.2";

/** What the listener answers where no rule passes a request on. */
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

/** The same in another account: config refuses the model's, which AWS's documentation has. */
export function ownArnOf(service: string): string {
  return `arn:aws:${service}:eu-north-1:519384207613`;
}

/** An output of the stack that is a plain text. */
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
