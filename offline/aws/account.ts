/** The AWS account, region and partition that simulated identifiers belong to. */
export interface Account {
  /** Twelve digits. */
  readonly accountId: string;
  /** For example "eu-north-1". */
  readonly region: string;
  /** "aws", "aws-cn" or "aws-us-gov". */
  readonly partition: string;
}

/** AWS's own example account number, in the region given. */
export function exampleAccount(region: string): Account {
  return { accountId: "123456789012", region, partition: partitionOf(region) };
}

/** Domain that the partition's service endpoints end in. */
export function dnsSuffix(account: Account): string {
  return account.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
