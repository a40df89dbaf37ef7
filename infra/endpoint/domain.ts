import * as acm from "@pulumi/aws/acm";
import type * as lb from "@pulumi/aws/lb";
import * as route53 from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";

/** Where a domain's certificate comes from. */
export interface EndpointDomain {
  /** Public host name. */
  readonly domainName: string;
  /** Route 53 zone for the alias record and for validating a new certificate. @default - no record is made */
  readonly hostedZoneId?: string;
  /** ACM certificate of the name. @default - a new one, validated by DNS in the zone */
  readonly certificateArn?: string;
}

/**
 * ARN of a new certificate for a domain, ready to use: validated by a record in its Route 53 zone.
 * @throws pulumi.RunError when the domain has no zone.
 */
export function validatedCertificate(
  name: string,
  { domainName, hostedZoneId }: EndpointDomain,
  tags: Readonly<Record<string, string>>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  if (hostedZoneId === undefined) {
    throw new pulumi.RunError(`${domainName} needs a hosted zone or a certificate.`);
  }
  const certificate = new acm.Certificate(
    `${name}-certificate`,
    { domainName, validationMethod: "DNS", tags },
    { parent },
  );
  // The certificate has one name, so one record validates it.
  const proof = certificate.domainValidationOptions.apply(([option]) => {
    if (option === undefined)
      throw new pulumi.RunError(`ACM gave no validation record for ${domainName}.`);
    return option;
  });
  const record = new route53.Record(
    `${name}-certificate-proof`,
    {
      zoneId: hostedZoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 300,
      // ACM's record is the same for all certificates of a name in an account: another stack or the console may have made it.
      // A destroy then deletes the record of those certificates too, and ACM cannot renew them.
      // Source: "DNS validation" in the ACM user guide.
      allowOverwrite: true,
    },
    { parent },
  );
  const validation = new acm.CertificateValidation(
    `${name}-certificate-valid`,
    { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
    { parent },
  );
  return validation.certificateArn;
}

/** Points a domain's name to the load balancer, where the domain's zone is given. */
export function aliasRecord(
  name: string,
  { domainName, hostedZoneId }: EndpointDomain,
  { dnsName, zoneId }: lb.LoadBalancer,
  opts: pulumi.CustomResourceOptions,
): void {
  if (hostedZoneId === undefined) return;
  new route53.Record(
    `${name}-alias`,
    {
      zoneId: hostedZoneId,
      name: domainName,
      type: "A",
      aliases: [{ name: dnsName, zoneId, evaluateTargetHealth: true }],
    },
    opts,
  );
}
