/** The parts of an ARN. */
export interface Arn {
  /** Such as `aws`, `aws-us-gov` or `aws-cn`. */
  readonly partition: string;
  readonly service: string;
  /** Empty for a global service, such as IAM. */
  readonly region: string;
  /** Empty if names are unique over all accounts, as for buckets. */
  readonly accountId: string;
  /** The rest, with its colons and slashes: `role/phone`, `secret:pipecat/twilio-AbCdEf`. */
  readonly resource: string;
}

/** Parses an ARN. Undefined if the text is not an ARN. */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition = "", service = "", region = "", accountId = "", ...rest] =
    text.split(":");
  if (prefix !== "arn" || rest.length === 0) return undefined;
  return { partition, service, region, accountId, resource: rest.join(":") };
}
