/**
 * For each type, the properties that the AWS provider cannot change without replacing the resource ("ForceNew"), separated by
 * blanks. "*" means every property but {@link UPDATED_IN_PLACE}. All other properties are updated in place.
 * Source: the resource schemas of the Terraform AWS provider, version 6, on which `@pulumi/aws` 7 is built.
 */
const REPLACED: Readonly<Record<string, string>> = {
  "aws:acm/certificate:Certificate": "*",
  "aws:acm/certificateValidation:CertificateValidation": "*",
  "aws:appautoscaling/policy:Policy": "name resourceId scalableDimension serviceNamespace",
  "aws:appautoscaling/scheduledAction:ScheduledAction":
    "name resourceId scalableDimension serviceNamespace",
  "aws:appautoscaling/target:Target": "resourceId scalableDimension serviceNamespace",
  "aws:cloudfront/cachePolicy:CachePolicy": "",
  "aws:cloudfront/distribution:Distribution": "",
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": "",
  "aws:cloudfront/vpcOrigin:VpcOrigin": "",
  "aws:cloudtrail/trail:Trail": "name",
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": "alarmName",
  "aws:cloudwatch/dashboard:Dashboard": "dashboardName",
  "aws:cloudwatch/eventRule:EventRule": "eventBusName name namePrefix",
  "aws:cloudwatch/eventTarget:EventTarget": "eventBusName rule targetId",
  "aws:cloudwatch/logGroup:LogGroup": "logGroupClass name namePrefix",
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": "logGroupName name",
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyName resourceArn",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "name",
  "aws:cloudwatch/queryDefinition:QueryDefinition": "",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "vpcId",
  "aws:ec2/eip:Eip": "domain networkBorderGroup",
  "aws:ec2/flowLog:FlowLog": "*",
  "aws:ec2/internetGateway:InternetGateway": "",
  "aws:ec2/natGateway:NatGateway": "*",
  "aws:ec2/route:Route": "destinationCidrBlock routeTableId",
  "aws:ec2/routeTable:RouteTable": "vpcId",
  "aws:ec2/routeTableAssociation:RouteTableAssociation": "gatewayId subnetId",
  "aws:ec2/securityGroup:SecurityGroup": "description name namePrefix vpcId",
  "aws:ec2/securityGroupRule:SecurityGroupRule":
    "cidrBlocks fromPort ipv6CidrBlocks prefixListIds protocol securityGroupId self sourceSecurityGroupId toPort type",
  "aws:ec2/subnet:Subnet": "availabilityZone cidrBlock vpcId",
  "aws:ec2/vpc:Vpc": "cidrBlock",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "serviceName serviceRegion vpcEndpointType vpcId",
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": "*",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": "*",
  "aws:ecr/repository:Repository": "encryptionConfigurations name",
  "aws:ecs/accountSettingDefault:AccountSettingDefault": "name",
  "aws:ecs/cluster:Cluster": "name",
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": "clusterName",
  "aws:ecs/service:Service":
    "capacityProviderStrategies cluster iamRole launchType name schedulingStrategy",
  "aws:ecs/taskDefinition:TaskDefinition": "*",
  "aws:iam/policy:Policy": "description name namePrefix path",
  "aws:iam/role:Role": "name namePrefix path",
  "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": "roleName",
  "aws:iam/rolePolicy:RolePolicy": "name namePrefix role",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "*",
  "aws:kms/alias:Alias": "name namePrefix",
  "aws:kms/key:Key": "customerMasterKeySpec keyUsage multiRegion",
  "aws:kms/keyPolicy:KeyPolicy": "keyId",
  "aws:lb/listener:Listener": "loadBalancerArn",
  "aws:lb/listenerCertificate:ListenerCertificate": "*",
  "aws:lb/listenerRule:ListenerRule": "listenerArn",
  "aws:lb/loadBalancer:LoadBalancer": "internal loadBalancerType name namePrefix",
  "aws:lb/targetGroup:TargetGroup":
    "name namePrefix port protocol protocolVersion targetType vpcId",
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": "*",
  "aws:route53/record:Record": "name setIdentifier zoneId",
  "aws:route53/zone:Zone": "delegationSetId name",
  "aws:s3/bucket:Bucket": "bucket bucketPrefix objectLockEnabled",
  "aws:s3/bucketAcl:BucketAcl": "bucket expectedBucketOwner",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "bucket expectedBucketOwner",
  "aws:s3/bucketLogging:BucketLogging": "bucket expectedBucketOwner",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "bucket",
  "aws:s3/bucketPolicy:BucketPolicy": "bucket",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "bucket",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    "bucket expectedBucketOwner",
  "aws:s3/bucketVersioning:BucketVersioning": "bucket expectedBucketOwner",
  "aws:secretsmanager/secret:Secret": "name namePrefix",
  "aws:secretsmanager/secretPolicy:SecretPolicy": "secretArn",
  "aws:secretsmanager/secretRotation:SecretRotation": "secretId",
  "aws:secretsmanager/secretVersion:SecretVersion": "secretBinary secretId secretString",
  "aws:sns/topic:Topic": "fifoTopic name namePrefix",
  "aws:sns/topicPolicy:TopicPolicy": "arn",
  "aws:sns/topicSubscription:TopicSubscription": "endpoint protocol topic",
  "aws:sqs/queue:Queue": "fifoQueue name namePrefix",
  "aws:sqs/queuePolicy:QueuePolicy": "queueUrl",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "securityGroupId",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "securityGroupId",
  "aws:wafv2/webAcl:WebAcl": "name namePrefix scope",
  "aws:wafv2/webAclAssociation:WebAclAssociation": "*",
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": "resourceArn",
};

/** Properties that the "*" types update in place. */
const UPDATED_IN_PLACE = ["skipDestroy", "tags", "tagsAll", "trackLatest"];

/**
 * Returns the changed properties that make the provider replace a resource, or undefined for a type that the table does not
 * have.
 */
export function replacingProperties(
  type: string,
  changed: readonly string[],
): string[] | undefined {
  const replaced = REPLACED[type];
  return replaced === undefined
    ? undefined
    : changed.filter(
        (property) =>
          property === "region" ||
          (replaced === "*"
            ? !UPDATED_IN_PLACE.includes(property)
            : replaced.split(" ").includes(property)),
      );
}
