import type { EndpointDomain } from "../endpoint/domain";
import { parseArn } from "../../components/iam/arn";
import { setItem } from "./commands";
import type { ConfigReader } from "./reader";
import type { EndpointSettings } from "../endpoint/endpoint";
import type { NetworkSettings } from "../network/network";

/** The policies that Security Hub's control ELB.17 recommends, best first. */
const SSL_POLICIES = [
  "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
  "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
  "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-3-2021-06",
  "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
] as const;

const CERTIFICATE_ARN = /^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/;

/** Regions of partitions where CloudFront makes no name with a certificate. Source: AWS's lists of services by partition. */
const WITHOUT_CLOUDFRONT = /^(cn|us-gov|us-iso[a-z]?|eu-isoe)-/;

/** The network: a new VPC, or the caller's own by its ids. */
export function readNetwork(reader: ConfigReader): NetworkSettings {
  const settings = {
    egress: reader.choice("egress", ["nat", "nat-per-zone", "endpoints"]),
    flowLogs: reader.boolean("flowLogs"),
  };
  const vpcId = reader.match("vpcId", /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/, "a VPC id, vpc-…");
  const publicSubnetIds = readSubnets(reader, "publicSubnetIds");
  const privateSubnetIds = readSubnets(reader, "privateSubnetIds");
  if (vpcId === "" && publicSubnetIds.length + privateSubnetIds.length === 0) return settings;
  if (vpcId === "") reader.fault("vpcId", "expected the VPC of the given subnets", "vpc-ID");
  const repeated = publicSubnetIds.findIndex((id, index) => publicSubnetIds.indexOf(id) !== index);
  if (new Set(publicSubnetIds).size < 2) {
    reader.faultFixedBy(
      "publicSubnetIds",
      "expected two subnets at least, in two zones",
      setItem("publicSubnetIds", repeated < 0 ? publicSubnetIds.length : repeated, "subnet-ID"),
    );
  }
  if (privateSubnetIds.length < 1) {
    const command = setItem("privateSubnetIds", 0, "subnet-ID");
    reader.faultFixedBy("privateSubnetIds", "expected a subnet at least", command);
  }
  return { ...settings, existing: { vpcId, publicSubnetIds, privateSubnetIds } };
}

/** The endpoint's settings. */
export function readEndpoint(reader: ConfigReader, region: string): EndpointSettings {
  const domain = readDomain(reader, region);
  return {
    ...(domain && { domain }),
    sslPolicy: reader.choice("sslPolicy", SSL_POLICIES),
    accessLogs: reader.boolean("accessLogs"),
    waf: reader.boolean("waf"),
    deletionProtection: reader.boolean("deletionProtection"),
  };
}

/** The endpoint's domain, with a zone or a certificate for it; undefined when none of the three is set. */
function readDomain(reader: ConfigReader, region: string): EndpointDomain | undefined {
  const domainName = reader.match(
    "domainName",
    /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/,
    "a host name in lower case",
  );
  const hostedZoneId = reader.match(
    "hostedZoneId",
    /^Z[A-Z0-9]{4,31}$/,
    "a Route 53 hosted zone id, Z…",
  );
  const certificateArn = reader.match(
    "certificateArn",
    CERTIFICATE_ARN,
    "the ARN of an ACM certificate",
  );
  if (domainName + hostedZoneId + certificateArn === "") {
    if (!WITHOUT_CLOUDFRONT.test(region)) return undefined;
    const problem = "expected a host name: the stack's region has no CloudFront to give one";
    reader.fault("domainName", problem, "HOST");
    return undefined;
  }
  const isCertificate = CERTIFICATE_ARN.test(certificateArn);
  const certificate = isCertificate ? parseArn(certificateArn) : undefined;
  if (certificate !== undefined && certificate.region !== region) {
    reader.fault("certificateArn", "expected a certificate in the stack's region", "ARN");
  }
  if (domainName === "") {
    reader.fault("domainName", "expected the host name of the zone or certificate", "HOST");
  }
  if (hostedZoneId === "" && certificateArn === "") {
    reader.fault("hostedZoneId", "expected it or certificateArn with domainName", "ID");
  }
  return {
    domainName,
    ...(hostedZoneId && { hostedZoneId }),
    ...(certificateArn && { certificateArn }),
  };
}

function readSubnets(
  reader: ConfigReader,
  key: "publicSubnetIds" | "privateSubnetIds",
): readonly string[] {
  const isSubnet = (id: string) => /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id);
  return reader.listOf(key, isSubnet, "subnet ids, subnet-…", "subnet-ID");
}
