import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../components/iam/account";
import { privateBucket } from "../privateBucket";

/** Days for which access logs are kept. */
const RETENTION_DAYS = 90;

export interface AccessLogsArgs {
  readonly account: Account;
  /** Whether the bucket is deleted even when it holds logs. */
  readonly forceDestroy: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** A private, encrypted bucket that Elastic Load Balancing may write access logs to, and nobody else. */
export class AccessLogs extends pulumi.ComponentResource {
  /** Name of the bucket, once the load balancer may write to it. */
  readonly bucketName: pulumi.Output<string>;

  constructor(name: string, args: AccessLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:AccessLogs", name, {}, opts);
    const { account, forceDestroy, tags } = args;
    const { partition, region, accountId } = account;
    const loadBalancers = pulumi.interpolate`arn:${partition}:elasticloadbalancing:${region}:${accountId}:loadbalancer/*`;
    this.bucketName = privateBucket(
      name,
      {
        forceDestroy,
        retentionDays: RETENTION_DAYS,
        writers: (bucketArn) => [
          {
            Effect: "Allow",
            Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
            Action: "s3:PutObject",
            Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${accountId}/*`,
            Condition: { ArnLike: { "aws:SourceArn": loadBalancers } },
          },
        ],
        tags,
      },
      { parent: this },
    );
    this.registerOutputs({ bucketName: this.bucketName });
  }
}
