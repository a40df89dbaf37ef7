/** The parts of an ARN. */
export interface Arn {
  /** Such as `aws`, `aws-us-gov` or `aws-cn`. */
  readonly partition: string;
  readonly service: string;
  /** Empty for a global service, such as IAM. */
  readonly region: string;
  /** Empty where names are unique over all accounts, such as a bucket's. */
  readonly accountId: string;
  /** All the rest, with its colons and slashes: `role/phone`, `secret:pipecat/twilio-AbCdEf`. */
  readonly resource: string;
}

/** Takes an ARN apart; undefined for a text that is no ARN. */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition = "", service = "", region = "", accountId = "", ...rest] =
    text.split(":");
  if (prefix !== "arn" || rest.length === 0) return undefined;
  return { partition, service, region, accountId, resource: rest.join(":") };
}
