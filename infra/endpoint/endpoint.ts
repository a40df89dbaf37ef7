import * as ec2 from "@pulumi/aws/ec2";
import * as lb from "@pulumi/aws/lb";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { AccessLogs } from "./accessLogs";
import type { Account } from "../../components/iam/account";
import type { CallTimeouts, DeploymentStrategy } from "../service/callTimeouts";
import type { HttpInterface } from "../service/task/httpInterface";
import { aliasRecord, type EndpointDomain } from "./domain";
import { phoneDistribution } from "./distribution";
import {
  cloudFrontAccess,
  cloudFrontRule,
  domainAccess,
  domainRule,
  type LoadBalancerAccess,
  type AccessRule,
} from "./loadBalancerAccess";
import { createListener, createTargetGroups, type CallRoute } from "./listener";
import type { Network } from "../network/network";
import { protectLoadBalancer } from "./webAcl";

/** The endpoint's settings that the stack's config decides. */
export interface EndpointSettings {
  /** @default - a CloudFront distribution gives the endpoint its name and certificate */
  readonly domain?: EndpointDomain;
  /** TLS policy of the listener, where there is a domain. */
  readonly sslPolicy: string;
  /** Whether a bucket of the stack's own gets the load balancer's access logs. */
  readonly accessLogs: boolean;
  /** Whether AWS WAF filters the requests. */
  readonly waf: boolean;
  /** Whether AWS and Pulumi refuse to delete the load balancer. */
  readonly deletionProtection: boolean;
}

export interface EndpointArgs {
  readonly account: Account;
  readonly network: Network;
  readonly settings: EndpointSettings;
  readonly deployment: DeploymentStrategy;
  /** Where the service answers. */
  readonly http: HttpInterface;
  readonly timeouts: CallTimeouts;
  /** What CloudFront shows the load balancer; a Pulumi secret. */
  readonly originHeaderValue: pulumi.Output<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The public endpoint, HTTPS on 443 and nothing else: Twilio opens media streams over `wss` on 443 only. With a domain it is
 * the load balancer itself, without one a CloudFront distribution in front of it.
 */
export class Endpoint extends pulumi.ComponentResource {
  /** Host name under which Twilio reaches the service. */
  readonly hostName: pulumi.Output<string>;
  /** Security group of the load balancer. */
  readonly securityGroupId: pulumi.Output<string>;
  /** The domain's name; "" where CloudFront gives one. */
  readonly domainName: string;
  /** Certificate of the domain; undefined where callers meet CloudFront's own certificate. */
  readonly certificateArn: pulumi.Input<string> | undefined;
  /** Where the service registers its tasks. */
  readonly route: CallRoute;
  /** The load balancer's own DNS name. */
  readonly loadBalancerDnsName: pulumi.Output<string>;
  /** The load balancer as CloudWatch's metrics name it. */
  readonly loadBalancerArnSuffix: pulumi.Output<string>;

  readonly #name: string;
  readonly #args: EndpointArgs;

  constructor(name: string, args: EndpointArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:Endpoint", name, {}, opts);
    this.#name = name;
    this.#args = args;
    const entrance = this.entrance();
    this.domainName = args.settings.domain?.domainName ?? "";
    this.certificateArn = entrance.listener.certificateArn;
    this.securityGroupId = this.createSecurityGroup(entrance);
    const loadBalancer = this.createLoadBalancer();
    const { hostName, rule } = this.createName(loadBalancer);
    this.hostName = hostName;
    this.route = this.createRoute(loadBalancer, entrance, rule);
    this.protect(loadBalancer);
    this.loadBalancerDnsName = loadBalancer.dnsName;
    this.loadBalancerArnSuffix = loadBalancer.arnSuffix;
    this.registerOutputs({
      hostName: this.hostName,
      domainName: this.domainName,
      certificateArn: this.certificateArn,
      securityGroupId: this.securityGroupId,
      loadBalancerDnsName: this.loadBalancerDnsName,
      loadBalancerArnSuffix: this.loadBalancerArnSuffix,
    });
  }

  private entrance(): LoadBalancerAccess {
    const { settings, tags } = this.#args;
    return settings.domain === undefined
      ? cloudFrontAccess()
      : domainAccess(this.#name, settings.domain, settings.sslPolicy, tags, this);
  }

  private createSecurityGroup({ source, port }: LoadBalancerAccess): pulumi.Output<string> {
    const { network, tags } = this.#args;
    const securityGroup = new ec2.SecurityGroup(
      `${this.#name}-alb-sg`,
      { description: "Load balancer of the phone service", vpcId: network.vpcId, tags },
      { parent: this },
    );
    new SecurityGroupIngressRule(
      `${this.#name}-calls-in`,
      {
        securityGroupId: securityGroup.id,
        description: "Calls",
        ...source,
        fromPort: port,
        toPort: port,
        ipProtocol: "tcp",
        tags,
      },
      { parent: this },
    );
    return securityGroup.id;
  }

  private createLoadBalancer(): lb.LoadBalancer {
    const { account, network, settings, timeouts, tags } = this.#args;
    const forceDestroy = !settings.deletionProtection;
    const logs = settings.accessLogs
      ? new AccessLogs(`${this.#name}-logs`, { account, forceDestroy, tags }, { parent: this })
      : undefined;
    return new lb.LoadBalancer(
      `${this.#name}-alb`,
      {
        loadBalancerType: "application",
        internal: false,
        subnets: network.publicSubnetIds,
        securityGroups: [this.securityGroupId],
        desyncMitigationMode: "defensive",
        dropInvalidHeaderFields: true,
        idleTimeout: timeouts.idleTimeoutSeconds,
        clientKeepAlive: timeouts.clientKeepAliveSeconds,
        enableDeletionProtection: settings.deletionProtection,
        ...(logs && { accessLogs: { enabled: true, bucket: logs.bucketName } }),
        tags,
      },
      { parent: this, protect: settings.deletionProtection },
    );
  }

  private createRoute(
    loadBalancer: lb.LoadBalancer,
    entrance: LoadBalancerAccess,
    rule: AccessRule,
  ): CallRoute {
    const { network, timeouts, tags } = this.#args;
    const { vpcId } = network;
    const deregistrationDelay = timeouts.deregistrationDelaySeconds;
    const targetGroups = createTargetGroups(
      this.#name,
      { ...this.#args, vpcId, deregistrationDelay },
      { parent: this },
    );
    return createListener(
      this.#name,
      { loadBalancerArn: loadBalancer.arn, entrance, rule, targetGroups, tags },
      { parent: this },
    );
  }

  /** Gives the load balancer its public name, and says what the requests that come by that name show. */
  private createName(loadBalancer: lb.LoadBalancer) {
    const { settings, originHeaderValue, tags } = this.#args;
    if (settings.domain === undefined) {
      const sent = phoneDistribution(
        this.#name,
        { originDnsName: loadBalancer.dnsName, originHeaderValue, tags },
        { parent: this },
      );
      return { hostName: sent.hostName, rule: cloudFrontRule(sent.originHeaderValue) };
    }
    const { domainName } = settings.domain;
    aliasRecord(this.#name, settings.domain, loadBalancer, { parent: this });
    return { hostName: pulumi.output(domainName), rule: domainRule(domainName) };
  }

  private protect(loadBalancer: lb.LoadBalancer): void {
    const { settings, tags } = this.#args;
    if (!settings.waf) return;
    const behindCloudFront = settings.domain === undefined;
    protectLoadBalancer(
      this.#name,
      { loadBalancerArn: loadBalancer.arn, behindCloudFront, tags },
      { parent: this },
    );
  }
}
