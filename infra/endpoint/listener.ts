import * as lb from "@pulumi/aws/lb";
import type * as pulumi from "@pulumi/pulumi";
import type { DeploymentStrategy } from "../service/callTimeouts";
import type { HttpInterface } from "../service/task/httpInterface";
import { type LoadBalancerAccess, type AccessRule, RULE_NAMES } from "./loadBalancerAccess";

/** Target groups that tasks register with: one, or blue and green, which take turns. */
export interface TargetGroups {
  readonly blue: lb.TargetGroup;
  readonly green?: lb.TargetGroup;
}

/** The way of a call from the listener to the tasks. */
export interface CallRoute extends TargetGroups {
  /** The rule that passes calls on; blue/green deployments move it from one target group to the other. */
  readonly rule: lb.ListenerRule;
}

export interface TargetGroupArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly deployment: DeploymentStrategy;
  /** Where the service answers. */
  readonly http: HttpInterface;
  /** Seconds for which a task that is taken out keeps its open sockets. */
  readonly deregistrationDelay: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Makes the target groups that the deployment strategy needs. */
export function createTargetGroups(
  name: string,
  { vpcId, deployment, http, deregistrationDelay, tags }: TargetGroupArgs,
  opts: pulumi.CustomResourceOptions,
): TargetGroups {
  const create = (color: string) =>
    new lb.TargetGroup(
      `${name}-${color}`,
      {
        vpcId,
        targetType: "ip",
        protocol: "HTTP",
        port: http.port,
        // A call is one long socket: send the next one to the task that has fewest.
        loadBalancingAlgorithmType: "least_outstanding_requests",
        deregistrationDelay,
        healthCheck: {
          path: http.healthCheckPath,
          matcher: "200",
          healthyThreshold: 2,
          unhealthyThreshold: 5,
          interval: 30,
          timeout: 10,
        },
        tags,
      },
      // ECS registers each task with its own port; a group of another port would be a new one, which the rule does not name.
      { ...opts, ignoreChanges: ["port"] },
    );
  const blue = create("blue");
  return deployment === "blue-green" ? { blue, green: create("green") } : { blue };
}

export interface ListenerArgs {
  readonly loadBalancerArn: pulumi.Input<string>;
  readonly entrance: LoadBalancerAccess;
  readonly rule: AccessRule;
  readonly targetGroups: TargetGroups;
  readonly tags: Readonly<Record<string, string>>;
}

/** Makes the one listener: it answers 403, and one rule passes on the requests that it asks for. */
export function createListener(
  name: string,
  { loadBalancerArn, entrance, rule, targetGroups, tags }: ListenerArgs,
  opts: pulumi.CustomResourceOptions,
): CallRoute {
  const { arn: listenerArn } = new lb.Listener(
    `${name}-listener`,
    {
      loadBalancerArn,
      port: entrance.port,
      ...entrance.listener,
      defaultActions: [
        {
          type: "fixed-response",
          fixedResponse: { statusCode: "403", contentType: "text/plain", messageBody: "Forbidden" },
        },
      ],
      tags,
    },
    opts,
  );
  return {
    ...targetGroups,
    rule: createRule(name, listenerArn, rule, targetGroups, tags, opts),
  };
}

function createRule(
  name: string,
  listenerArn: pulumi.Output<string>,
  rule: AccessRule,
  targetGroups: TargetGroups,
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): lb.ListenerRule {
  // ECS itself moves the weights in a blue/green deployment.
  const movedByEcs = targetGroups.green === undefined ? [] : ["actions"];
  const others = RULE_NAMES.filter((other) => other !== rule.name);
  return new lb.ListenerRule(
    `${name}-${rule.name}`,
    {
      listenerArn,
      priority: rule.priority,
      conditions: rule.conditions,
      actions: [{ type: "forward", ...forwardTo(targetGroups) }],
      tags,
    },
    {
      ...opts,
      ignoreChanges: movedByEcs,
      // Both entrances use this one rule. Another entrance changes the rule's condition and keeps the target group that ECS has set.
      // A new rule would point to blue while the tasks are on green.
      aliases: others.map((other) => ({ name: `${name}-${other}` })),
    },
  );
}

function forwardTo({ blue, green }: TargetGroups) {
  if (green === undefined) return { targetGroupArn: blue.arn };
  return {
    forward: {
      targetGroups: [
        { arn: blue.arn, weight: 100 },
        { arn: green.arn, weight: 0 },
      ],
    },
  };
}
