import { isRecord } from "../../../offline/engine/wire";
import type { SimulatedAccount, Thing } from "./account";
import { checkService, startTasks } from "./taskStart";

const SECRET = "aws:secretsmanager/secret:Secret";
const SERVICE = "aws:ecs/service:Service";

/** Types whose physical name must be unique in the account and region. */
const UNIQUE_NAMES = [
  SECRET,
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:lb/targetGroup:TargetGroup",
];

/** Types that AWS refuses to delete while a thing of one of the listed types refers to them. */
const USERS: Readonly<Record<string, readonly string[]>> = {
  "aws:acm/certificate:Certificate": ["aws:lb/listener:Listener"],
  "aws:ec2/eip:Eip": ["aws:ec2/natGateway:NatGateway"],
  "aws:ec2/securityGroup:SecurityGroup": [
    "aws:ecs/service:Service",
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  ],
  "aws:ec2/routeTable:RouteTable": ["aws:ec2/routeTableAssociation:RouteTableAssociation"],
  "aws:ec2/subnet:Subnet": [
    "aws:ec2/natGateway:NatGateway",
    "aws:ecs/service:Service",
    "aws:lb/loadBalancer:LoadBalancer",
  ],
  "aws:ec2/vpc:Vpc": [
    "aws:ec2/internetGateway:InternetGateway",
    "aws:ec2/routeTable:RouteTable",
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/subnet:Subnet",
  ],
  "aws:ecs/cluster:Cluster": ["aws:ecs/service:Service"],
  "aws:iam/role:Role": [
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  ],
  "aws:lb/targetGroup:TargetGroup": ["aws:lb/listener:Listener"],
};

/**
 * Refuses to make a thing that AWS would refuse.
 * @throws with AWS's own error code and text
 */
export function checkCreate(account: SimulatedAccount, thing: Thing): void {
  const { id, inputs, outputs, type } = thing;
  const name = inputs["name"];
  if (account.find(type, id, outputs["revision"]) !== undefined) {
    throw new Error(`EntityAlreadyExists: ${type} ${id} already exists.`);
  }
  const isTaken = account.ofType(type).some((other) => other.inputs["name"] === name);
  if (UNIQUE_NAMES.includes(type) && isTaken) {
    throw new Error(`ResourceExistsException: ${type} ${String(name)} already exists.`);
  }
  if (type === SECRET && account.read().recoverableSecrets.includes(String(name))) {
    throw new Error(
      "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  refuseUnknownReferences(account, thing);
  if (type === SERVICE) checkService(account, inputs);
}

/** Refuses a change that AWS would refuse. */
export function checkUpdate(account: SimulatedAccount, thing: Thing): void {
  refuseUnknownReferences(account, thing);
  if (thing.type === SERVICE) checkService(account, thing.inputs);
}

/**
 * Makes a thing ready that AWS has accepted.
 * @throws with the reason why it does not become ready
 */
export function becomeReady(account: SimulatedAccount, { type, inputs }: Thing): void {
  if (type === SERVICE) startTasks(account, inputs);
}

/**
 * Refuses to delete a thing that another thing still uses.
 * @throws with AWS's own error code
 */
export function checkDelete(account: SimulatedAccount, thing: Thing): void {
  const users = USERS[thing.type] ?? [];
  const names = identifiers(thing);
  const user = account
    .read()
    .things.find(
      (other) =>
        users.includes(other.type) && texts(other.inputs).some((text) => names.includes(text)),
    );
  if (user !== undefined) {
    throw new Error(`DependencyViolation: ${thing.type} ${thing.id} is in use by ${user.id}.`);
  }
}

/** Refuses an ARN or id that names nothing in this account, because AWS knows all ids that it gave. */
function refuseUnknownReferences(account: SimulatedAccount, { inputs, type }: Thing): void {
  const known = new Set(account.read().things.flatMap(identifiers));
  // A policy may name things that do not exist yet, and many things at once.
  if (type.startsWith("aws:iam/")) return;
  const unknown = texts(inputs).find(
    (text) => REFERENCE.test(text) && !text.includes("*") && !known.has(text),
  );
  if (unknown !== undefined) {
    throw new Error(`ResourceNotFoundException: ${type} names ${unknown}, which does not exist.`);
  }
}

const REFERENCE =
  /^(arn:aws[\w-]*:(acm|ecs|elasticloadbalancing|iam|kms|secretsmanager):\S*|(vpc|subnet|sg|igw|nat|rtb|eipalloc)-[0-9a-f]{17})$/;

function identifiers({ id, outputs }: Thing): string[] {
  const { arn, keyId } = outputs;
  return [id, arn, keyId].filter((text) => typeof text === "string");
}

/** Every text in the inputs, at any depth. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  return isRecord(value) ? Object.values(value).flatMap(texts) : [];
}

/** Deletes all versions of a secret that is deleted. Its name stays taken for a while. */
export function deleteVersions(account: SimulatedAccount, { id, inputs }: Thing): void {
  for (const version of account.ofType("aws:secretsmanager/secretVersion:SecretVersion")) {
    if (version.inputs["secretId"] === id) account.remove(version);
  }
  if (inputs["recoveryWindowInDays"] === 0) return;
  const { recoverableSecrets } = account.read();
  account.write({ recoverableSecrets: [...recoverableSecrets, String(inputs["name"])] });
}
