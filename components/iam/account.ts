import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import type * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { parseArn } from "./arn";

/** The parts that every ARN of the stack begins with. */
export interface Account {
  readonly partition: pulumi.Output<string>;
  /** End of the partition's host names, such as "amazonaws.com". */
  readonly dnsSuffix: pulumi.Output<string>;
  readonly region: string;
  readonly accountId: pulumi.Output<string>;
  /** Who deploys, as policies name principals: ARNs, with `*` as a wildcard. */
  readonly deployer: pulumi.Output<string[]>;
}

/** The account that the deployment's own AWS credentials belong to. */
export function currentAccount(region: string): Account {
  const { partition, dnsSuffix } = getPartitionOutput();
  const { accountId, arn } = getCallerIdentityOutput();
  return {
    partition,
    dnsSuffix,
    region,
    accountId,
    deployer: arn.apply(principalPatterns),
  };
}

/** The statement of a key's policy by which the account's own IAM policies decide about the key, as AWS's default policy has it. */
export function accountRootStatement({ partition, accountId }: Account): iam.PolicyStatement {
  return {
    Sid: "AccountDecides",
    Effect: "Allow",
    Principal: { AWS: pulumi.interpolate`arn:${partition}:iam::${accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}

/**
 * The principal behind a caller, as policies know it. A session of an assumed role counts as its role, whose path the
 * session's ARN leaves out; a role's name is unique in its account, so any path will do.
 * @param callerArn what STS GetCallerIdentity answers
 */
export function principalPatterns(callerArn: string): string[] {
  const arn = parseArn(callerArn);
  const role = /^assumed-role\/([^/]+)\//.exec(arn?.resource ?? "")?.[1];
  if (arn?.service !== "sts" || role === undefined) return [callerArn];
  const roles = `arn:${arn.partition}:iam::${arn.accountId}:role`;
  return [`${roles}/${role}`, `${roles}/*/${role}`];
}
