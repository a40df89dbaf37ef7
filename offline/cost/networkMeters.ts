import { byUsage, countOf, fixed, inputsOf, type Line, type Meter } from "./line";
import { HOURS_A_MONTH } from "./prices";

const natGateway: Meter = (resource, { plan, usage }) => {
  const share = usage.audio / plan.filter(({ type }) => type === NAT_GATEWAY).length;
  return [
    fixed(resource, "NAT gateway", HOURS_A_MONTH, "natGateway"),
    byUsage(resource, "data through NAT, both ways", 2 * share, "natData"),
    byUsage(resource, "data out to the speech services", share, "dataOut"),
  ];
};

const NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";

const address: Meter = (resource) => [
  fixed(resource, "public address", HOURS_A_MONTH, "publicIpv4"),
];

const vpcEndpoint: Meter = (resource) => {
  const { subnetIds, vpcEndpointType } = inputsOf(resource);
  if (vpcEndpointType !== "Interface") return [];
  return [
    fixed(resource, "interface endpoint", countOf(subnetIds) * HOURS_A_MONTH, "interfaceEndpoint"),
  ];
};

const loadBalancer: Meter = (resource, { plan, usage }) => {
  const { internal, subnets } = inputsOf(resource);
  const lines: Line[] = [
    fixed(resource, "load balancer", HOURS_A_MONTH, "loadBalancer"),
    ...(internal === true
      ? []
      : [fixed(resource, "its public addresses", countOf(subnets) * HOURS_A_MONTH, "publicIpv4")]),
    // At a phone line's traffic the processed bytes are the largest LCU dimension: 1 GB is one LCU-hour.
    byUsage(resource, "capacity units", 2 * usage.audio, "loadBalancerCapacity"),
  ];
  // CloudFront charges for the data that it fetches from the load balancer.
  const behindCloudFront = plan.some(({ type }) => type === DISTRIBUTION);
  return behindCloudFront
    ? lines
    : [...lines, byUsage(resource, "data out to Twilio", usage.audio, "dataOut")];
};

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

const distribution: Meter = (resource, { usage }) => [
  byUsage(resource, "data out to Twilio", usage.audio, "cloudFrontData"),
  byUsage(resource, "requests", usage.requests / 1e4, "cloudFrontRequests"),
];

const webAcl: Meter = (resource, { usage }) => [
  fixed(resource, "web ACL", 1, "webAcl"),
  fixed(resource, "its rules", countOf(inputsOf(resource)["rules"]), "webAclRule"),
  byUsage(resource, "requests", usage.requests / 1e6, "webAclRequests"),
];

const bucket: Meter = (resource, { usage }) => [
  byUsage(resource, "what is logged to it", usage.trafficLogs, "bucketStorage"),
];

const flowLog: Meter = (resource, { usage }) => [
  byUsage(resource, "flow logs", usage.trafficLogs, "logIngestion"),
];

/** Meters of the network and the endpoint, by type. */
export const networkMeters: Readonly<Record<string, Meter>> = {
  [NAT_GATEWAY]: natGateway,
  "aws:ec2/eip:Eip": address,
  "aws:ec2/vpcEndpoint:VpcEndpoint": vpcEndpoint,
  "aws:ec2/flowLog:FlowLog": flowLog,
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
  [DISTRIBUTION]: distribution,
  "aws:wafv2/webAcl:WebAcl": webAcl,
  "aws:s3/bucket:Bucket": bucket,
};
