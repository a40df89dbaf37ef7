import { currentAccount } from "../../../components/iam/account";
import { Alarms } from "../../../infra/monitoring/alarms/endpointAlarms";
import { Dashboard } from "../../../infra/monitoring/dashboard/dashboard";
import { ServiceAlarms } from "../../../infra/monitoring/alarms/serviceAlarms";
import { unwrapSecrets } from "../../../offline/engine/wire";
import type { RecordedStack } from "../../support/program/mocks";

export const ACCOUNT_ID = "123456789012";
export const LOAD_BALANCER = "app/endpoint-alb-0123456/0123456789abcdef";
export const TARGET_GROUPS = [
  "targetgroup/blue-0123456/0123456789abcdef",
  "targetgroup/green-0123456/fedcba9876543210",
] as const;
export const CERTIFICATE = `arn:aws:acm:eu-north-1:${ACCOUNT_ID}:certificate/00000000-0000-4000-8000-000000000000`;
export const SECRET = `arn:aws:secretsmanager:eu-north-1:${ACCOUNT_ID}:secret:pipecat/twilio-credentials-AbC123`;
export const EXECUTION_ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/phone-task-execution-0123456`;
export const SERVICE = {
  ClusterName: "phone-cluster-0123456",
  ServiceName: "phone-service-0123456",
};

export const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
export const RULE = "aws:cloudwatch/eventRule:EventRule";
export const TARGET = "aws:cloudwatch/eventTarget:EventTarget";

/** The alarms of an endpoint with a domain, with the given changes. */
export function endpointAlarms(
  change: Partial<ConstructorParameters<typeof Alarms>[1]> = {},
): Alarms {
  return new Alarms("alarms", {
    account: currentAccount("eu-north-1"),
    loadBalancerArnSuffix: LOAD_BALANCER,
    targetGroupArnSuffixes: TARGET_GROUPS.slice(0, 1),
    domainName: "phone.lab.internal",
    email: "",
    tags: { Stack: "dev" },
    ...change,
  });
}

/** The alarms of a service with at least two tasks. A deployment of it takes up to the given minutes. */
export function serviceAlarms(
  topicArn = "arn:aws:sns:eu-north-1:123456789012:alarms",
  deploymentMinutes = 142,
): ServiceAlarms {
  const account = currentAccount("eu-north-1");
  return new ServiceAlarms("service-alarms", {
    account,
    topicArn,
    clusterName: SERVICE.ClusterName,
    serviceName: SERVICE.ServiceName,
    minTasks: 2,
    deploymentMinutes,
    maxCalls: 50,
    secretArn: SECRET,
    secretReaders: account.deployer.apply((deployer) => [EXECUTION_ROLE, ...deployer]),
    family: "pipecat-phone-service-dev",
    tags: { Stack: "dev" },
  });
}

/** A dashboard of the same service, with the given changes. */
export function dashboard(
  change: Partial<ConstructorParameters<typeof Dashboard>[1]> = {},
): Dashboard {
  return new Dashboard("dashboard", {
    account: currentAccount("eu-north-1"),
    loadBalancerArnSuffix: LOAD_BALANCER,
    clusterName: SERVICE.ClusterName,
    serviceName: SERVICE.ServiceName,
    minTasks: 2,
    logGroupName: "phone-logs-0123456",
    secretArn: SECRET,
    tags: { Stack: "dev" },
    family: "pipecat-phone-service-dev",
    ...change,
  });
}

/** The inputs, in plaintext, of the resource with the logical name. @throws if there is none */
export function inputsNamed(recorded: RecordedStack, name: string): Record<string, unknown> {
  const found = recorded.registrations.find((registration) => registration.name === name);
  if (found === undefined) throw new Error(`No resource is called ${name}.`);
  return unwrapSecrets(found.inputs);
}

/** The value of a JSON input. */
export function json(text: unknown): unknown {
  return JSON.parse(String(text));
}
