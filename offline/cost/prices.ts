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
   * The public record that confirmed the figure in November 2026, for this region or for all; "" for none. AWS's own
   * price pages were out of reach.
   */
  readonly foundIn: string;
}

/** The region that the prices are for. */
export const PRICED_REGION = "eu-north-1";

/** Hours of an average month, as AWS's calculator counts them. */
export const HOURS_A_MONTH = 730;

const AWS = "aws.amazon.com";

/** A price from AWS's list of 2025. */
function known(usd: number, unit: string, page: string): Price {
  return { usd, unit, source: `${AWS}/${page}`, asOf: "2025", foundIn: "" };
}

/** A price that a second source confirms. */
function found(price: Price, foundIn: string, asOf: string): Price {
  return { ...price, foundIn, asOf };
}

/** Records of prices that are the same in all regions. */
const KMS = ["factualminds.com on KMS", "2026-06"] as const;
const SECRETS_MANAGER = ["AWS's page, as api-evangelist read it", "2026-09"] as const;
const WAF = ["awsnegotiations.com on WAF", "2026"] as const;

/** Records for Stockholm alone. */
const FARGATE = ["fgcalc's list of regions, of 2021", "2025"] as const;
const VPC = ["a public record for Stockholm", "2026-11"] as const;

/** AWS's list prices in Stockholm. Free allowances are left out: they belong to the account, not to the stack. */
export const PRICES = {
  fargateVcpu: found(known(0.0445, "vCPU-hour", "fargate/pricing"), ...FARGATE),
  fargateMemory: found(known(0.0049, "GB-hour", "fargate/pricing"), ...FARGATE),
  fargateArmVcpu: known(0.0356, "vCPU-hour", "fargate/pricing"),
  fargateArmMemory: known(0.0039, "GB-hour", "fargate/pricing"),
  publicIpv4: found(known(0.005, "address-hour", "vpc/pricing"), ...VPC),
  natGateway: found(known(0.046, "gateway-hour", "vpc/pricing"), ...VPC),
  natData: known(0.046, "GB", "vpc/pricing"),
  interfaceEndpoint: known(0.011, "endpoint-and-zone-hour", "privatelink/pricing"),
  loadBalancer: known(0.02394, "hour", "elasticloadbalancing/pricing"),
  loadBalancerCapacity: known(0.0076, "LCU-hour", "elasticloadbalancing/pricing"),
  dataOut: known(0.09, "GB", "ec2/pricing/on-demand"),
  cloudFrontData: known(0.085, "GB", "cloudfront/pricing"),
  cloudFrontRequests: known(0.012, "10,000 requests", "cloudfront/pricing"),
  webAcl: found(known(5, "month", "waf/pricing"), ...WAF),
  webAclRule: found(known(1, "rule-month", "waf/pricing"), ...WAF),
  webAclRequests: found(known(0.6, "million requests", "waf/pricing"), ...WAF),
  secret: found(known(0.4, "secret-month", "secrets-manager/pricing"), ...SECRETS_MANAGER),
  secretCalls: found(known(0.05, "10,000 calls", "secrets-manager/pricing"), ...SECRETS_MANAGER),
  key: found(known(1, "key-month", "kms/pricing"), ...KMS),
  keyCalls: found(known(0.03, "10,000 calls", "kms/pricing"), ...KMS),
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
