import { load, refuses, type FaultCase } from "../../../support/program/configFaults";
import { DOMAIN } from "../../../support/program/devStack";
import { SERVICE } from "../../../support/program/options";
import { ECR_IMAGE } from "../../../support/program/wellKnown";

/** One bad setting, or one bad pair, and the one fault that it makes. */
const CASES: readonly FaultCase[] = [
  [
    "an id that AWS never issues",
    {
      vpcId: "vpc-0a",
      publicSubnetIds: '["subnet-0a1b2c3d4e5f60718","subnet-0a1b2c3d4e5f60719"]',
      privateSubnetIds: '["subnet-0a1b2c3d4e5f6071a"]',
    },
    /^vpcId: expected a VPC id/,
  ],
  [
    "an old TLS policy",
    { sslPolicy: "ELBSecurityPolicy-2016-08" },
    /^sslPolicy: expected one of ELBSecurityPolicy-TLS13/,
  ],
  [
    "a URL for a host name",
    { ...DOMAIN, domainName: "https://phone.lab.internal" },
    /^domainName: expected a host name/,
  ],
  [
    "a certificate of IAM's",
    { ...DOMAIN, certificateArn: "arn:aws:iam::519384207613:server-certificate/x" },
    /^certificateArn: expected the ARN of an ACM/,
  ],
  [
    "a certificate of another region",
    { ...DOMAIN, certificateArn: "arn:aws:acm:us-east-1:519384207613:certificate/x" },
    /^certificateArn: expected a certificate in the stack's region/,
  ],
  [
    "a domain with neither zone nor certificate",
    { domainName: DOMAIN.domainName },
    /^hostedZoneId: expected it or certificateArn with domainName/,
  ],
  [
    "a zone without a domain",
    { hostedZoneId: DOMAIN.hostedZoneId },
    /^domainName: expected the host name/,
  ],
  [
    "a zone's name for its id",
    { ...DOMAIN, hostedZoneId: "example.com" },
    /^hostedZoneId: expected a Route 53/,
  ],
  [
    "an unknown way out",
    { egress: "None" },
    /^egress: expected one of nat, nat-per-zone, endpoints/,
  ],
  [
    "an image that endpoints do not reach",
    { egress: "endpoints" },
    /^egress: endpoints reach Amazon ECR only, and image is in another registry/,
  ],
  [
    "one public subnet",
    {
      vpcId: "vpc-0a1b2c3d4e5f60718",
      publicSubnetIds: '["subnet-0a1b2c3d4e5f60711"]',
      privateSubnetIds: '["subnet-0a1b2c3d4e5f60712"]',
    },
    /^publicSubnetIds: expected two subnets/,
  ],
  [
    "no private subnet",
    {
      vpcId: "vpc-0a1b2c3d4e5f60718",
      publicSubnetIds: '["subnet-0a1b2c3d4e5f60711","subnet-0a1b2c3d4e5f60712"]',
    },
    /^privateSubnetIds: expected a subnet/,
  ],
  [
    "subnets of no VPC",
    {
      publicSubnetIds: '["subnet-0a1b2c3d4e5f60711","subnet-0a1b2c3d4e5f60712"]',
      privateSubnetIds: '["subnet-0a1b2c3d4e5f60713"]',
    },
    /^vpcId: expected the VPC/,
  ],
  [
    "an image in Amazon ECR of another region, which endpoints do not reach",
    { egress: "endpoints", image: ECR_IMAGE.replace("eu-north-1", "us-east-1") },
    /^egress: endpoints reach Amazon ECR of the stack's region only, and image is in another region/,
  ],
  ...["us-gov-west-1", "cn-north-1"].map(
    (region) =>
      [
        `no domain in ${region}`,
        { "aws:region": region },
        /^domainName: expected a host name: .* no CloudFront/,
      ] as const,
  ),
];

// Shows which settings the program refuses. Does not show that AWS accepts the others.
describe("loadConfig refuses in the network and the endpoint", () => {
  refuses(CASES);

  it("nothing if endpoints reach the image, or if the VPC is the caller's own", async () => {
    await load({ egress: "endpoints", image: ECR_IMAGE });
    await load({ egress: "endpoints", image: "", buildContext: SERVICE });
    await load({
      egress: "endpoints",
      vpcId: "vpc-0a1b2c3d4e5f60718",
      publicSubnetIds: '["subnet-0a1b2c3d4e5f60718","subnet-0a1b2c3d4e5f60719"]',
      privateSubnetIds: '["subnet-0a1b2c3d4e5f6071a"]',
    });
  });
});
