import {
  CreateRouteCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateNatGatewayCommand,
  DescribeRouteTablesCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ListTasksCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import assert from "node:assert/strict";
import {
  clientsOf,
  emulatorsOrSkip,
  makeSecret,
  REGION,
  registerTask,
  valueFroms,
  type Clients,
} from "../support/awsLab";
import { startMinistack, type Emulator } from "../support/emulators";
import { makeRole, mayRead } from "../support/iamLab";
import { runScript, SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../support/script";
import { assertNoCredential, newCredentials } from "../support/twilioCredentials";

const own = newCredentials();
const CLUSTER = "phone";
const CIDR = "10.0.0.0/16";

/** A VPC with one subnet, its way out still missing. */
interface Network {
  readonly subnetId: string;
  readonly routeTableId: string;
  readonly securityGroupId: string;
}

async function makeNetwork({ ec2 }: Clients): Promise<Network> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: CIDR }));
  const VpcId = Vpc?.VpcId ?? "";
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: "10.0.1.0/24" }));
  const { RouteTables = [] } = await ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: "vpc-id", Values: [VpcId] }] }),
  );
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName: "phone", Description: "phone" }),
  );
  return {
    subnetId: Subnet?.SubnetId ?? "",
    routeTableId: RouteTables[0]?.RouteTableId ?? "",
    securityGroupId: GroupId ?? "",
  };
}

async function openToNat({ ec2 }: Clients, { subnetId, routeTableId }: Network): Promise<void> {
  const { NatGateway } = await ec2.send(new CreateNatGatewayCommand({ SubnetId: subnetId }));
  await ec2.send(
    new CreateRouteCommand({
      RouteTableId: routeTableId,
      DestinationCidrBlock: "0.0.0.0/0",
      NatGatewayId: NatGateway?.NatGatewayId ?? "",
    }),
  );
}

// ministack's tasks are records, no containers: what is proved is what the script makes of ECS's and EC2's answers.
describe("test-ecs-secret-access for a running service, on ministack", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let ministack: Emulator | undefined;
  let clients: Clients;
  let network: Network;
  let taskDefinition: string;

  before(async function () {
    ministack = await emulatorsOrSkip(this, startMinistack);
    clients = clientsOf(ministack);
    network = await makeNetwork(clients);
    const secret = await makeSecret(clients, "pipecat/service", own);
    const executionRoleArn = await makeRole(clients, "service-exec", mayRead(secret.arn));
    taskDefinition = await registerTask(clients, "service", valueFroms(secret), {
      executionRoleArn,
    });
    await clients.ecs.send(new CreateClusterCommand({ clusterName: CLUSTER }));
    await clients.ecs.send(
      new CreateServiceCommand({
        cluster: CLUSTER,
        serviceName: "phone",
        taskDefinition,
        desiredCount: 1,
        launchType: "FARGATE",
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: [network.subnetId],
            securityGroups: [network.securityGroupId],
            assignPublicIp: "DISABLED",
          },
        },
      }),
    );
  });
  after(() => ministack?.stop());

  async function check(...args: string[]): Promise<ScriptResult> {
    const env = { AWS_ENDPOINT_URL: ministack?.url ?? "", AWS_REGION: REGION };
    const result = await runScript("test-ecs-secret-access", ["--cluster", CLUSTER, ...args], {
      env,
    });
    assertNoCredential(result.stdout + result.stderr, own);
    return result;
  }

  it("fails while the subnet has no way out, and passes with a NAT gateway", async () => {
    const shut = await check("--service", "phone");
    assert.equal(shut.code, 1, shut.stderr);
    assert.match(
      shut.stdout,
      /FAIL {2}network +subnet-\w+ \(\S+\): no route out, and no endpoint for secretsmanager, ecr\.api, ecr\.dkr, logs, s3/,
    );
    await openToNat(clients, network);
    const open = await check("--service", "phone");
    assert.equal(open.code, 0, open.stdout);
    assert.match(open.stdout, new RegExp(`task +${taskDefinition}\\n`));
    assert.match(open.stdout, /ok {4}network +subnet-\w+ \(\S+\): out through nat-\w+/);
    assert.match(open.stdout, /ok {4}network +the security groups let port 443 out/);
    assert.match(open.stdout, /ok {4}stopped tasks/);
  });

  it("turns a stopped task's reason into the cause and the cure", async () => {
    const { taskArns = [] } = await clients.ecs.send(
      new ListTasksCommand({ cluster: CLUSTER, serviceName: "phone" }),
    );
    assert.ok(taskArns[0] !== undefined);
    const reason =
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: " +
      "unable to retrieve secret from asm: service call has been retried 1 time(s): " +
      "retrieved secret from Secrets Manager did not contain json key TWILIO_API_SID";
    await clients.ecs.send(new StopTaskCommand({ cluster: CLUSTER, task: taskArns[0], reason }));
    const { code, stdout } = await check("--service", "phone");
    assert.equal(code, 1, stdout);
    assert.match(
      stdout,
      /FAIL {2}stopped tasks +service:1: the secret has no key TWILIO_API_SID\n {6}→ npm run setup-secrets -- --up/,
    );
  });

  it("names a service and a cluster that are not there", async () => {
    const { code, stderr } = await check("--service", "other");
    assert.equal(code, 1);
    assert.match(
      stderr,
      /there is no active service other in the cluster phone \(eu-north-1, account 000000000000\)/,
    );
    const noCluster = await check("--service", "phone", "--cluster", "elsewhere");
    assert.equal(noCluster.code, 1);
    assert.match(noCluster.stderr, /there is no active service phone in the cluster elsewhere/);
  });
});
