import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { CallTimeouts } from "./callTimeouts";
import { validatedCertificate } from "./certificate";
import { CONTAINER_PORT, HEALTH_CHECK_PATH } from "./container";
import type { Network } from "./network";

/** Where the endpoint's name and certificate come from. */
export interface EndpointDomain {
  /** Public host name. */
  readonly domainName: string;
  /** Route 53 zone for the alias record and for validating a new certificate. @default - no record is made */
  readonly hostedZoneId?: string;
  /** ACM certificate of the name. @default - a new one, validated by DNS in the zone */
  readonly certificateArn?: string;
}

export interface EndpointArgs {
  readonly network: Network;
  readonly domain: EndpointDomain;
  /** TLS policy of the listener. */
  readonly sslPolicy: string;
  readonly timeouts: CallTimeouts;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The public endpoint: a load balancer with one listener, HTTPS on 443. Twilio opens media streams over `wss` on 443 only, so
 * there is no listener on 80, not even to redirect.
 */
export class Endpoint extends pulumi.ComponentResource {
  /** Host name under which Twilio reaches the service. */
  readonly hostName: string;
  /** Security group of the load balancer. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Target group that the service registers its tasks with. */
  readonly targetGroupArn: pulumi.Output<string>;
  /** Ready to take calls once this exists. */
  readonly listener: aws.lb.Listener;
  /** The load balancer's own DNS name. */
  readonly loadBalancerDnsName: pulumi.Output<string>;

  readonly #name: string;
  readonly #args: EndpointArgs;

  constructor(name: string, args: EndpointArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:Endpoint", name, {}, opts);
    this.#name = name;
    this.#args = args;
    const securityGroup = this.createSecurityGroup();
    const loadBalancer = this.createLoadBalancer(securityGroup.id);
    const targetGroup = this.createTargetGroup();
    this.listener = this.createListener(loadBalancer, targetGroup);
    this.createAliasRecord(loadBalancer);
    this.hostName = args.domain.domainName;
    this.securityGroupId = securityGroup.id;
    this.targetGroupArn = targetGroup.arn;
    this.loadBalancerDnsName = loadBalancer.dnsName;
    this.registerOutputs({
      hostName: this.hostName,
      securityGroupId: this.securityGroupId,
      targetGroupArn: this.targetGroupArn,
      loadBalancerDnsName: this.loadBalancerDnsName,
    });
  }

  private createSecurityGroup(): aws.ec2.SecurityGroup {
    const securityGroup = new aws.ec2.SecurityGroup(
      `${this.#name}-alb-sg`,
      {
        description: "Load balancer of the phone service",
        vpcId: this.#args.network.vpcId,
        tags: this.#args.tags,
      },
      { parent: this },
    );
    new aws.vpc.SecurityGroupIngressRule(
      `${this.#name}-from-world`,
      {
        securityGroupId: securityGroup.id,
        description: "Twilio calls from any public address",
        cidrIpv4: "0.0.0.0/0",
        fromPort: 443,
        toPort: 443,
        ipProtocol: "tcp",
        tags: this.#args.tags,
      },
      { parent: this },
    );
    return securityGroup;
  }

  private createLoadBalancer(securityGroupId: pulumi.Output<string>): aws.lb.LoadBalancer {
    const { network, timeouts, tags } = this.#args;
    return new aws.lb.LoadBalancer(
      `${this.#name}-alb`,
      {
        loadBalancerType: "application",
        internal: false,
        subnets: network.publicSubnetIds,
        securityGroups: [securityGroupId],
        desyncMitigationMode: "defensive",
        dropInvalidHeaderFields: true,
        idleTimeout: timeouts.idleTimeoutSeconds,
        clientKeepAlive: timeouts.clientKeepAliveSeconds,
        tags,
      },
      { parent: this },
    );
  }

  private createTargetGroup(): aws.lb.TargetGroup {
    const { network, timeouts, tags } = this.#args;
    return new aws.lb.TargetGroup(
      `${this.#name}-tg`,
      {
        vpcId: network.vpcId,
        targetType: "ip",
        protocol: "HTTP",
        port: CONTAINER_PORT,
        // A call is one long socket: send the next one to the task that has fewest.
        loadBalancingAlgorithmType: "least_outstanding_requests",
        deregistrationDelay: timeouts.deregistrationDelaySeconds,
        healthCheck: {
          path: HEALTH_CHECK_PATH,
          matcher: "200",
          healthyThreshold: 2,
          unhealthyThreshold: 5,
          interval: 30,
          timeout: 10,
        },
        tags,
      },
      { parent: this },
    );
  }

  private createListener(
    loadBalancer: aws.lb.LoadBalancer,
    targetGroup: aws.lb.TargetGroup,
  ): aws.lb.Listener {
    return new aws.lb.Listener(
      `${this.#name}-https`,
      {
        loadBalancerArn: loadBalancer.arn,
        port: 443,
        protocol: "HTTPS",
        sslPolicy: this.#args.sslPolicy,
        certificateArn: this.certificateArn(),
        defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
        tags: this.#args.tags,
      },
      { parent: this },
    );
  }

  private certificateArn(): pulumi.Input<string> {
    const { certificateArn, domainName, hostedZoneId } = this.#args.domain;
    if (certificateArn !== undefined) return certificateArn;
    if (hostedZoneId === undefined)
      throw new pulumi.RunError("An endpoint needs a hosted zone or a certificate.");
    return validatedCertificate(this, this.#name, domainName, hostedZoneId, this.#args.tags);
  }

  private createAliasRecord(loadBalancer: aws.lb.LoadBalancer): void {
    const { domainName, hostedZoneId } = this.#args.domain;
    if (hostedZoneId === undefined) return;
    new aws.route53.Record(
      `${this.#name}-alias`,
      {
        zoneId: hostedZoneId,
        name: domainName,
        type: "A",
        aliases: [
          { name: loadBalancer.dnsName, zoneId: loadBalancer.zoneId, evaluateTargetHealth: true },
        ],
      },
      { parent: this },
    );
  }
}
