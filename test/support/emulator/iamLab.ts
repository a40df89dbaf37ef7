import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import type { Clients } from "./awsLab";

/** One statement of a policy. */
export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A policy's JSON. */
export function policy(...statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The statement that lets a principal read these secrets. */
export function mayRead(...arns: readonly string[]): Statement {
  return { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: arns };
}

/** Makes a role that every principal of the emulated account may assume. Returns its ARN. */
export async function makeRole(
  { iam }: Clients,
  name: string,
  ...statements: readonly Statement[]
): Promise<string> {
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  if (statements.length > 0) {
    const PolicyDocument = policy(...statements);
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "own", PolicyDocument }));
  }
  return Role?.Arn ?? "";
}

/** Makes a user with an access key. Returns the environment variables that authenticate as this user. */
export async function makeUser(
  { iam }: Clients,
  name: string,
  ...statements: readonly Statement[]
): Promise<Record<string, string>> {
  await iam.send(new CreateUserCommand({ UserName: name }));
  if (statements.length > 0) {
    const PolicyDocument = policy(...statements);
    await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: "own", PolicyDocument }));
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  return {
    AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? "",
    AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? "",
  };
}
