/**
 * The properties of each type whose change makes the AWS provider replace the resource ("ForceNew"); "*" stands for every
 * property but the type's {@link UPDATED_IN_PLACE}. A change of anything else is an update in place.
 * Source: the resource schemas of the Terraform AWS provider, version 6, on which `@pulumi/aws` 7 stands.
 */
const REPLACED: Readonly<Record<string, readonly string[] | "*">> = {
  "aws:acm/certificate:Certificate": "*",
  "aws:acm/certificateValidation:CertificateValidation": "*",
  "aws:appautoscaling/policy:Policy": [
    "name",
    "resourceId",
    "scalableDimension",
    "serviceNamespace",
  ],
  "aws:appautoscaling/target:Target": ["resourceId", "scalableDimension", "serviceNamespace"],
  "aws:cloudwatch/logGroup:LogGroup": ["logGroupClass", "name", "namePrefix"],
  "aws:ec2/eip:Eip": ["domain", "networkBorderGroup"],
  "aws:ec2/internetGateway:InternetGateway": [],
  "aws:ec2/natGateway:NatGateway": "*",
  "aws:ec2/route:Route": ["destinationCidrBlock", "routeTableId"],
  "aws:ec2/routeTable:RouteTable": ["vpcId"],
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ["gatewayId", "subnetId"],
  "aws:ec2/securityGroup:SecurityGroup": ["description", "name", "namePrefix", "vpcId"],
  "aws:ec2/subnet:Subnet": ["availabilityZone", "cidrBlock", "vpcId"],
  "aws:ec2/vpc:Vpc": ["cidrBlock"],
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": "*",
  "aws:ecr/repository:Repository": ["encryptionConfigurations", "name"],
  "aws:ecs/cluster:Cluster": ["name"],
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": ["clusterName"],
  "aws:ecs/service:Service": [
    "capacityProviderStrategies",
    "cluster",
    "iamRole",
    "launchType",
    "name",
    "schedulingStrategy",
  ],
  "aws:ecs/taskDefinition:TaskDefinition": "*",
  "aws:iam/role:Role": ["name", "namePrefix", "path"],
  "aws:iam/rolePolicy:RolePolicy": ["name", "namePrefix", "role"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "*",
  "aws:kms/key:Key": ["customerMasterKeySpec", "keyUsage", "multiRegion"],
  "aws:lb/listener:Listener": ["loadBalancerArn"],
  "aws:lb/loadBalancer:LoadBalancer": ["internal", "loadBalancerType", "name", "namePrefix"],
  "aws:lb/targetGroup:TargetGroup": [
    "name",
    "namePrefix",
    "port",
    "protocol",
    "protocolVersion",
    "targetType",
    "vpcId",
  ],
  "aws:route53/record:Record": ["name", "setIdentifier", "zoneId"],
  "aws:secretsmanager/secret:Secret": ["name", "namePrefix"],
  "aws:secretsmanager/secretVersion:SecretVersion": ["secretBinary", "secretId", "secretString"],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ["securityGroupId"],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ["securityGroupId"],
};

/** What the "*" types update in place. */
const UPDATED_IN_PLACE = ["skipDestroy", "tags", "tagsAll", "trackLatest"];

/**
 * The changed properties that make the provider replace a resource.
 * @throws for a type that the table does not know
 */
export function replacing(type: string, changed: readonly string[]): string[] {
  const replaced = REPLACED[type];
  if (replaced === undefined) {
    throw new Error(`Add ${type} to the table in test/engine/simulated-aws/replacements.ts.`);
  }
  return changed.filter(
    (property) =>
      property === "region" ||
      (replaced === "*" ? !UPDATED_IN_PLACE.includes(property) : replaced.includes(property)),
  );
}
