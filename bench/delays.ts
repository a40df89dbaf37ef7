/**
 * Seconds that AWS typically takes to make a resource of a type. They come from public logs of `terraform apply`, because Pulumi's AWS
 * provider is built on Terraform's. A type that is not here takes {@link OTHER_SECONDS}. Sources: GitHub threads, by repository and
 * number. Our own estimates are marked. This project measured nothing against AWS.
 */
export const TYPICAL_SECONDS: Readonly<Record<string, number>> = {
  // hashicorp/terraform#33507
  "aws:acm/certificate:Certificate": 11,
  // hashicorp/terraform#21687
  "aws:acm/certificateValidation:CertificateValidation": 38,
  // Our estimate for the API call. The roll-out takes minutes more, but the program does not wait for it.
  "aws:cloudfront/distribution:Distribution": 5,
  // Our estimate. kubernetes/kops#944 reports up to five minutes.
  "aws:ec2/natGateway:NatGateway": 110,
  // turbot/steampipe-plugin-aws#131
  "aws:ec2/subnet:Subnet": 7,
  // DevopsArtFactory/terraform-provisioning#4, with DNS host names
  "aws:ec2/vpc:Vpc": 21,
  // jina-ai/examples#277 (for this and the next four)
  "aws:ecr/repository:Repository": 3,
  "aws:ecs/cluster:Cluster": 11,
  "aws:ecs/taskDefinition:TaskDefinition": 2,
  "aws:iam/role:Role": 4,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 7,
  // hashicorp/terraform-provider-aws#24223: the acceptance test of a service that waits for its steady state, without the set-up
  "aws:ecs/service:Service": 120,
  // DataBiosphere/azul#5780
  "aws:lb/loadBalancer:LoadBalancer": 174,
  // hashicorp/terraform-provider-aws#11300
  "aws:route53/record:Record": 38,
};

/** Seconds for any other type, which takes one or two API calls. */
export const OTHER_SECONDS = 1;

/** A step of at least this many seconds counts as slow. */
export const SLOW_SECONDS = 10;

/** The seconds of a type. */
export function typicalSeconds(type: string): number {
  return TYPICAL_SECONDS[type] ?? OTHER_SECONDS;
}
