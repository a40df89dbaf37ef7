import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** ARN of a new certificate for a name, ready to use: validated by a record in the Route 53 zone. */
export function validatedCertificate(
  parent: pulumi.Resource,
  name: string,
  domainName: string,
  hostedZoneId: string,
  tags: Readonly<Record<string, string>>,
): pulumi.Output<string> {
  const certificate = new aws.acm.Certificate(
    `${name}-certificate`,
    { domainName, validationMethod: "DNS", tags },
    { parent },
  );
  // One name, so one record proves it.
  const option = certificate.domainValidationOptions.apply(([first]) => {
    if (first === undefined) throw new Error(`ACM named no validation record for ${domainName}.`);
    return first;
  });
  const record = new aws.route53.Record(
    `${name}-certificate-proof`,
    {
      zoneId: hostedZoneId,
      name: option.resourceRecordName,
      type: option.resourceRecordType,
      records: [option.resourceRecordValue],
      ttl: 300,
    },
    { parent },
  );
  const validation = new aws.acm.CertificateValidation(
    `${name}-certificate-valid`,
    { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
    { parent },
  );
  return validation.certificateArn;
}
