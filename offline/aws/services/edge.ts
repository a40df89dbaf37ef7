import type { ComputedOutputs, Context, ServiceModel } from "../context";

const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** What is in front of the load balancer: certificates, DNS, CloudFront and WAF. */
export const edge: ServiceModel = {
  "aws:acm/certificate:Certificate": { compute: certificate },
  "aws:acm/certificateValidation:CertificateValidation": {
    // The provider uses the time of the validation as its id. The fraction of a second makes it unique.
    compute: (c) => ({
      id: `2026-01-01 00:00:00.${c.letters(9, "0123456789")} +0000 UTC`,
      outputs: {},
    }),
  },
  "aws:route53/zone:Zone": {
    compute: (c) => {
      const zoneId = `Z${c.letters(20, CAPITALS)}`;
      const arn = `arn:${c.account.partition}:route53:::hostedzone/${zoneId}`;
      const nameServers = [1, 2, 3, 4].map((n) => `ns-${n}.awsdns-0${n}.net`);
      return { id: zoneId, outputs: { arn, zoneId, nameServers } };
    },
  },
  "aws:route53/record:Record": {
    compute: (c) => {
      const name = c.text("name").replace(/\.$/, "");
      const id = [c.text("zoneId"), name, c.text("type")].join("_");
      return { id, outputs: { fqdn: name } };
    },
  },
  "aws:cloudfront/distribution:Distribution": { compute: distribution },
  "aws:cloudfront/cachePolicy:CachePolicy": {
    autoName: { property: "name", maxLength: 128 },
    compute: (c) => cloudFrontPolicy(c, "cache-policy"),
  },
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": {
    autoName: { property: "name", maxLength: 128 },
    compute: (c) => cloudFrontPolicy(c, "origin-request-policy"),
  },
  "aws:cloudfront/vpcOrigin:VpcOrigin": {
    compute: (c) => {
      const id = `vo_${c.letters(22, CAPITALS)}`;
      return { id, outputs: { arn: c.globalArn("cloudfront", `vpcorigin/${id}`), etag: etag(c) } };
    },
  },
  "aws:wafv2/webAcl:WebAcl": {
    autoName: { property: "name", maxLength: 128 },
    compute: (c) => {
      const id = c.uuid();
      const scope = c.text("scope") === "CLOUDFRONT" ? "global" : "regional";
      const arn = c.arn("wafv2", `${scope}/webacl/${c.text("name")}/${id}`);
      return { id, outputs: { arn, capacity: 702, lockToken: c.uuid("lock") } };
    },
  },
  "aws:wafv2/webAclAssociation:WebAclAssociation": {
    compute: (c) => ({ id: `${c.text("webAclArn")},${c.text("resourceArn")}`, outputs: {} }),
  },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
    compute: (c) => ({ id: c.text("resourceArn"), outputs: {} }),
  },
};

function certificate(c: Context): ComputedOutputs {
  const arn = c.arn("acm", `certificate/${c.uuid()}`);
  const others = c.resource.inputs["subjectAlternativeNames"];
  const names = [c.text("domainName"), ...(Array.isArray(others) ? others.map(String) : [])];
  const domainValidationOptions = [...new Set(names)].map((domainName) => ({
    domainName,
    resourceRecordName: `_${c.hex(31, domainName)}.${domainName.replace(/^\*\./, "")}.`,
    resourceRecordType: "CNAME",
    resourceRecordValue: `_${c.hex(31, `to ${domainName}`)}.jkddzztszm.acm-validations.aws.`,
  }));
  return { id: arn, outputs: { arn, domainValidationOptions, status: "PENDING_VALIDATION" } };
}

function distribution(c: Context): ComputedOutputs {
  const id = `E${c.letters(13, CAPITALS)}`;
  const domainName = `d${c.letters(13, "abcdefghijklmnopqrstuvwxyz0123456789")}.cloudfront.net`;
  return {
    id,
    outputs: {
      arn: c.globalArn("cloudfront", `distribution/${id}`),
      domainName,
      etag: etag(c),
      // CloudFront's one hosted zone for alias records, the same for every distribution.
      hostedZoneId: "Z2FDTNDATAQYW2",
      status: "Deployed",
    },
  };
}

function cloudFrontPolicy(c: Context, kind: string): ComputedOutputs {
  const id = c.uuid();
  return { id, outputs: { arn: c.globalArn("cloudfront", `${kind}/${id}`), etag: etag(c) } };
}

function etag(c: Context): string {
  return `E${c.letters(13, CAPITALS, "etag")}`;
}
