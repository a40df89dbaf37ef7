import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** The parts that every ARN of the stack begins with. */
export interface Account {
  readonly partition: pulumi.Output<string>;
  readonly region: string;
  readonly accountId: pulumi.Output<string>;
}

/** The account that the deployment's own AWS credentials belong to. */
export function currentAccount(region: string): Account {
  return {
    partition: aws.getPartitionOutput().partition,
    region,
    accountId: aws.getCallerIdentityOutput().accountId,
  };
}
