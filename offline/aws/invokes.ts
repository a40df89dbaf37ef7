import { type Account, dnsSuffix } from "./account";

type Arguments = Readonly<Record<string, unknown>>;
type Answer = (args: Arguments, account: Account) => Record<string, unknown>;

/** What AWS would answer to the program's look-ups, by function token. */
export const invokes: Readonly<Record<string, Answer>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_, account) => ({
    accountId: account.accountId,
    arn: `arn:${account.partition}:iam::${account.accountId}:user/deployer`,
    id: account.accountId,
    userId: "AIDAEXAMPLEDEPLOYER01",
  }),
  "aws:index/getRegion:getRegion": (_, account) => ({
    description: account.region,
    endpoint: `ec2.${account.region}.${dnsSuffix(account)}`,
    id: account.region,
    name: account.region,
    region: account.region,
  }),
  "aws:index/getPartition:getPartition": (_, account) => ({
    dnsSuffix: dnsSuffix(account),
    id: account.partition,
    partition: account.partition,
    reverseDnsPrefix: dnsSuffix(account).split(".").reverse().join("."),
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (_, { region }) => ({
    groupNames: [region],
    id: region,
    names: ["a", "b", "c"].map((letter) => `${region}${letter}`),
    zoneIds: [1, 2, 3].map((number) => `${zonePrefix(region)}-az${number}`),
  }),
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": (args, account) => {
    const id = "pl-0123456789abcdef0";
    const arn = `arn:${account.partition}:ec2:${account.region}:aws:prefix-list/${id}`;
    return { addressFamily: "IPv4", arn, entries: [], id, name: args["name"], ownerId: "AWS" };
  },
  "aws:ec2/getVpcEndpointService:getVpcEndpointService": (args, { region, ...account }) => {
    const service = endpointServiceOf(args);
    const prefix = region.startsWith("cn-") ? "cn.com.amazonaws" : "com.amazonaws";
    const serviceName = `${prefix}.${region}.${service}`;
    const serviceId = "vpce-svc-0123456789abcdef0";
    const arn = `arn:${account.partition}:ec2:${region}:${account.accountId}:vpc-endpoint-service/${serviceId}`;
    return { arn, id: serviceId, owner: "amazon", serviceId, serviceName, ...args };
  },
  "aws:ec2/getPrefixList:getPrefixList": (args) => ({
    cidrBlocks: ["192.0.2.0/24"],
    id: "pl-01234567",
    name: args["name"],
    prefixListId: "pl-01234567",
  }),
  "aws:ec2/getVpc:getVpc": (args, account) => ({
    arn: `arn:${account.partition}:ec2:${account.region}:${account.accountId}:vpc/${String(args["id"])}`,
    cidrBlock: "10.0.0.0/16",
    enableDnsHostnames: true,
    enableDnsSupport: true,
    id: args["id"],
  }),
  "aws:route53/getZone:getZone": (args, account) => {
    const zoneId = typeof args["zoneId"] === "string" ? args["zoneId"] : "Z0123456789EXAMPLE000";
    const arn = `arn:${account.partition}:route53:::hostedzone/${zoneId}`;
    return { arn, id: zoneId, name: args["name"] ?? "example.com", privateZone: false, zoneId };
  },
  "aws:cloudfront/getCachePolicy:getCachePolicy": managedPolicy("Managed-CachingDisabled"),
  "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy":
    managedPolicy("Managed-AllViewer"),
  "aws:elb/getServiceAccount:getServiceAccount": (_, account) => ({
    arn: `arn:${account.partition}:iam::897822967062:root`,
    id: "897822967062",
  }),
};

/** AWS's own CloudFront policies have the same ids in every account. Source: the CloudFront developer guide. */
const MANAGED_POLICIES: Readonly<Record<string, string>> = {
  "Managed-AllViewer": "216adef6-5c7f-47e4-b989-5492eafa07d3",
  "Managed-AllViewerExceptHostHeader": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
  "Managed-CachingDisabled": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  "Managed-CachingOptimized": "658327ea-f89d-4fab-a63d-7e88639e58f6",
};

function managedPolicy(fallback: string): Answer {
  return (args) => {
    const name = typeof args["name"] === "string" ? args["name"] : fallback;
    const id = args["id"] ?? MANAGED_POLICIES[name];
    if (id === undefined) throw new Error(`CloudFront has no managed policy called ${name}.`);
    return { id, name };
  };
}

/** The last part of the name that a look-up filters by, such as "ecr.api". */
function endpointServiceOf({ filters }: Arguments): string {
  const text = JSON.stringify(filters ?? "");
  const service = /"\*\.[a-z0-9-]+\.([a-z0-9.-]+)"/.exec(text)?.[1];
  if (service === undefined) {
    throw new Error("The offline model looks an endpoint service up by *.REGION.SERVICE alone.");
  }
  return service;
}

/** eu-north-1 has the zone ids eun1-az1 and so on. */
function zonePrefix(region: string): string {
  const [area = "", direction = "", number = ""] = region.split("-");
  return `${area}${direction.charAt(0)}${number}`;
}
