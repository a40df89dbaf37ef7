import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { SecretReferenceArgs } from "../secret/secretReference";
import type { Account } from "./account";
import { ecrRepository } from "./ecrRepository";
import { ECS_RESOURCES, trustPolicy } from "./serviceTrust";

type Statement = iam.PolicyStatement;

export interface RoleArgs {
  readonly account: Account;
  readonly description: string;
  readonly statements: pulumi.Input<pulumi.Input<Statement>[]>;
  /** Options of the role itself. */
  readonly roleOptions: pulumi.CustomResourceOptions;
  readonly tags: Readonly<Record<string, string>>;
}

/** A role that only this account's ECS tasks can assume. It has exactly the given rights, whose policy is the parent's child. */
export function ecsTaskRole(name: string, args: RoleArgs, parent: pulumi.Resource): iam.Role {
  const { account, description, statements, roleOptions, tags } = args;
  const role = new iam.Role(
    name,
    {
      description,
      assumeRolePolicy: trustPolicy("ecs-tasks.amazonaws.com", ECS_RESOURCES, account),
      tags,
    },
    roleOptions,
  );
  new iam.RolePolicy(
    `${name}-policy`,
    { role: role.id, policy: { Version: "2012-10-17", Statement: statements } },
    // Not the role's child: a resource that waits for the component must also wait for the rights.
    { parent },
  );
  return role;
}

/**
 * The right to read exactly the secrets that are referred to. Decryption goes through Secrets Manager only, and only in
 * these secrets' encryption context.
 */
export function readSecrets(
  references: readonly SecretReferenceArgs[],
  { region, dnsSuffix }: Readonly<Record<"region" | "dnsSuffix", pulumi.Input<string>>>,
): Statement[] {
  const secretArns = unique(references.map(({ secretArn }) => secretArn));
  const keyArns = unique(references.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []));
  if (secretArns.length === 0) return [];
  return [
    { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArns },
    ...keyArns.map((keyArn): Statement => {
      const encrypted = references.filter(({ kmsKeyArn }) => kmsKeyArn === keyArn);
      return {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: keyArn,
        Condition: {
          StringEquals: {
            "kms:ViaService": pulumi.interpolate`secretsmanager.${region}.${dnsSuffix}`,
            "kms:EncryptionContext:SecretARN": unique(encrypted.map(({ secretArn }) => secretArn)),
          },
        },
      };
    }),
  ];
}

/** The right to pull an image, empty unless it is in Amazon ECR. */
export function pullImage(
  image: pulumi.Input<string>,
  { partition }: Account,
): pulumi.Output<Statement[]> {
  return pulumi.all([image, partition]).apply(([uri, arnPartition]): Statement[] => {
    const repository = ecrRepository(uri);
    if (repository === undefined) return [];
    const { region, accountId, name } = repository;
    return [
      // AWS offers no resource for this action. The token alone allows nothing; the next statement gives the rights.
      { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
      {
        Effect: "Allow",
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
        ],
        Resource: `arn:${arnPartition}:ecr:${region}:${accountId}:repository/${name}`,
      },
    ];
  });
}

/** The right to write to one log group. */
export function writeLogs(logGroupArn: pulumi.Output<string>): Statement {
  return {
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: pulumi.interpolate`${logGroupArn}:log-stream:*`,
  };
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
