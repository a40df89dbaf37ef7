/** One list price, in US dollars without tax. */
export interface Price {
  readonly usd: number;
  /** What the price is for, in the singular. */
  readonly unit: string;
  /** Where AWS lists it. */
  readonly source: string;
  /** When the figure was last seen, as year or year and month. */
  readonly asOf: string;
  /**
   * Whether it was found again, in November 2026, in a public record for this region; AWS's own price pages were out of reach.
   */
  readonly confirmed: boolean;
}

/** The region that the prices are for. */
export const PRICED_REGION = "eu-north-1";

/** Hours of an average month, as AWS's calculator counts them. */
export const HOURS = 730;

const AWS = "aws.amazon.com";

function known(usd: number, unit: string, page: string): Price {
  return { usd, unit, source: `${AWS}/${page}`, asOf: "2025", confirmed: false };
}

function found(usd: number, unit: string, page: string): Price {
  return { usd, unit, source: `${AWS}/${page}`, asOf: "2026-11", confirmed: true };
}

/** AWS's list prices in Stockholm. Free allowances are left out: they belong to the account, not to the stack. */
export const PRICES = {
  fargateVcpu: known(0.0445, "vCPU-hour", "fargate/pricing"),
  fargateMemory: known(0.0049, "GB-hour", "fargate/pricing"),
  fargateArmVcpu: known(0.0356, "vCPU-hour", "fargate/pricing"),
  fargateArmMemory: known(0.0039, "GB-hour", "fargate/pricing"),
  publicIpv4: found(0.005, "address-hour", "vpc/pricing"),
  natGateway: found(0.046, "gateway-hour", "vpc/pricing"),
  natData: known(0.046, "GB", "vpc/pricing"),
  interfaceEndpoint: known(0.011, "endpoint-and-zone-hour", "privatelink/pricing"),
  loadBalancer: known(0.02394, "hour", "elasticloadbalancing/pricing"),
  loadBalancerCapacity: known(0.0076, "LCU-hour", "elasticloadbalancing/pricing"),
  dataOut: known(0.09, "GB", "ec2/pricing/on-demand"),
  cloudFrontData: known(0.085, "GB", "cloudfront/pricing"),
  cloudFrontRequests: known(0.012, "10,000 requests", "cloudfront/pricing"),
  webAcl: known(5, "month", "waf/pricing"),
  webAclRule: known(1, "rule-month", "waf/pricing"),
  webAclRequests: known(0.6, "million requests", "waf/pricing"),
  secret: known(0.4, "secret-month", "secrets-manager/pricing"),
  secretCalls: known(0.05, "10,000 calls", "secrets-manager/pricing"),
  key: known(1, "key-month", "kms/pricing"),
  keyCalls: known(0.03, "10,000 calls", "kms/pricing"),
  logIngestion: known(0.54, "GB", "cloudwatch/pricing"),
  logStorage: known(0.031, "GB-month", "cloudwatch/pricing"),
  metric: known(0.3, "metric-month", "cloudwatch/pricing"),
  enhancedMetric: known(0.07, "metric-month", "cloudwatch/pricing"),
  alarmMetric: known(0.1, "alarm-metric-month", "cloudwatch/pricing"),
  dashboard: known(3, "dashboard-month", "cloudwatch/pricing"),
  mail: known(2, "100,000 mails", "sns/pricing"),
  bucketStorage: known(0.023, "GB-month", "s3/pricing"),
  imageStorage: known(0.1, "GB-month", "ecr/pricing"),
} as const satisfies Readonly<Record<string, Price>>;

/** Name of a price. */
export type PriceName = keyof typeof PRICES;
