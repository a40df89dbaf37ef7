import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { EXISTING, OWN_VPC, RUNNING } from "../../support/program/options";
import { type Changes, changesOf, KEPT, kept, notKeptOnPurpose } from "../support/changes";
import type { EngineStack } from "../support/engineStack";
import { useLab } from "../support/lab";
import { assertOk } from "../support/run";

const BUCKET = {
  "s3 Bucket": 1,
  "s3 BucketLifecycleConfiguration": 1,
  "s3 BucketPolicy": 1,
  "s3 BucketPublicAccessBlock": 1,
  "s3 BucketServerSideEncryptionConfiguration": 1,
};
const BLUE_GREEN = { "iam Role": 1, "iam RolePolicyAttachment": 1, "lb TargetGroup": 1 };
const WAF = { "wafv2 WebAcl": 1, "wafv2 WebAclAssociation": 1 };

/** The only resource that may be replaced: ECS never changes a revision of a task definition. */
const NEW_REVISION = ["ecs TaskDefinition phone-task-definition"];

/** The changes that each bundle makes to the running dev stack. */
const EXPECTED: Readonly<Record<keyof typeof RUNNING, Changes>> = {
  behindCloudFront: {
    created: { ...BLUE_GREEN, ...WAF, ...BUCKET },
    deleted: {},
    // The container gets the new longest call as a setting.
    replaced: NEW_REVISION,
  },
  domain: {
    created: {
      ...BLUE_GREEN,
      ...WAF,
      "acm Certificate": 1,
      "acm CertificateValidation": 1,
      // The alias, and the record that validates the certificate.
      "route53 Record": 2,
    },
    // A stack with a domain needs no CloudFront. Its listener rule is changed.
    deleted: { "cloudfront Distribution": 1 },
    replaced: NEW_REVISION,
  },
  endpoints: {
    created: {
      "cloudwatch LogGroup": 1,
      "ec2 FlowLog": 1,
      "ec2 SecurityGroup": 1,
      "ec2 VpcEndpoint": 8,
      "iam Role": 1,
      "iam RolePolicy": 1,
      // The secret that holds the further secrets.
      "secretsmanager Secret": 1,
      "secretsmanager SecretPolicy": 1,
      "secretsmanager SecretVersion": 1,
      "vpc SecurityGroupIngressRule": 1,
    },
    deleted: { "ec2 Eip": 1, "ec2 NatGateway": 1 },
    replaced: NEW_REVISION,
  },
  zones: {
    created: { ...BLUE_GREEN, "appautoscaling Policy": 1, "ec2 Eip": 1, "ec2 NatGateway": 1 },
    deleted: {},
    // The container gets the number of calls that it may take as a setting.
    replaced: NEW_REVISION,
  },
  monitoring: {
    created: {
      ...BUCKET,
      "s3 BucketVersioning": 1,
      "cloudtrail Trail": 1,
      "cloudwatch Dashboard": 1,
      "cloudwatch EventRule": 4,
      "cloudwatch EventTarget": 3,
      "cloudwatch MetricAlarm": 9,
      "cloudwatch QueryDefinition": 4,
      "kms Key": 2,
      "sns Topic": 1,
      "sns TopicPolicy": 1,
      "sns TopicSubscription": 1,
    },
    deleted: {},
    replaced: [],
  },
  tasks: { created: {}, deleted: {}, replaced: NEW_REVISION },
};

const BUNDLES = [
  "behindCloudFront",
  "domain",
  "endpoints",
  "zones",
  "monitoring",
  "tasks",
] as const satisfies readonly (keyof typeof RUNNING)[];

// Shows what Pulumi asks of AWS, and that the real pack allows it. Does not show that AWS does it.
describe("Options on the real engine", function () {
  this.timeout(900_000);
  const lab = useLab();

  before(addExisting);

  describe("of a running dev stack", () => {
    let stack: EngineStack;
    let file: string;
    let made: string[];
    let lasting: ReturnType<typeof kept>;

    before(async () => {
      stack = await lab().stack("options");
      assertOk(await stack.up());
      assert.deepEqual(assertOk(await stack.up()).steps, []);
      file = readFileSync(stack.stackFile, "utf8");
      made = names(stack);
      lasting = kept(lab().things(stack));
      assert.deepEqual(
        lasting.map(({ type }) => type),
        KEPT,
      );
    });

    /** The resources that must stay, without those of the same type that a bundle has added. */
    function stayed(): typeof lasting {
      return kept(lab().things(stack)).filter(({ id }) => lasting.some((each) => each.id === id));
    }

    for (const bundle of BUNDLES) {
      const { title, settings } = RUNNING[bundle];
      it(`turn on and off, and change only their own resources: ${title}`, async () => {
        const { created, deleted, replaced } = EXPECTED[bundle];
        await stack.setPaths(settings);
        for (const name of extraSecretsIn(settings)) {
          await stack.setSecret(`extraSecret:${name}`, randomBytes(12).toString("hex"));
        }
        assert.deepEqual(changesOf(assertOk(await stack.up())), { created, deleted, replaced });
        assert.deepEqual(assertOk(await stack.up()).steps, [], "a second up changes nothing");
        assert.deepEqual(stayed(), lasting);
        writeFileSync(stack.stackFile, file);
        const off = changesOf(assertOk(await stack.up()));
        assert.deepEqual(off, { created: deleted, deleted: created, replaced });
        assert.deepEqual(stayed(), lasting);
        assert.deepEqual(names(stack), made);
      });
    }

    it("leave nothing behind when the stack is destroyed", async () => {
      assert.deepEqual(assertOk(await stack.up()).steps, []);
      assertOk(await stack.destroy());
      assert.deepEqual(lab().things(stack).filter(notKeptOnPurpose), []);
    });
  });

  it(`of a new stack can be made, kept and destroyed: ${OWN_VPC.title}`, async () => {
    const stack = await lab().stack("own");
    await stack.setPaths(OWN_VPC.settings);
    const { deleted, replaced } = changesOf(assertOk(await stack.up()));
    assert.deepEqual([deleted, replaced], [{}, []]);
    assert.ok(!names(stack).some((name) => name.startsWith("aws:ec2/vpc:")));
    assert.ok(names(stack).some((name) => name.startsWith("aws:ecr/repository:")));
    assert.deepEqual(assertOk(await stack.up()).steps, []);
    assertOk(await stack.destroy());
    assert.deepEqual(lab().things(stack).filter(notKeptOnPurpose), []);
  });

  function names(stack: EngineStack): string[] {
    const all = lab()
      .things(stack)
      .map(({ type, urn }) => `${type} ${urn.split("::").at(-1) ?? ""}`);
    // Every revision of the task definition stays.
    return [...new Set(all)].toSorted();
  }

  /** Adds the resources that the bundles name but no stack makes to the account. */
  function addExisting(): void {
    const { certificateArn, secretArn, subnetIds, vpcId } = EXISTING;
    const add = (type: string, id: string, inputs = {}) => {
      lab().account.add({ type, id, urn: "", salt: "", inputs, outputs: { arn: id } });
    };
    add("aws:ec2/vpc:Vpc", vpcId);
    for (const subnetId of subnetIds) add("aws:ec2/subnet:Subnet", subnetId, { vpcId });
    add("aws:acm/certificate:Certificate", certificateArn);
    add("aws:secretsmanager/secret:Secret", secretArn);
    const secretString = JSON.stringify({ k: randomBytes(12).toString("hex") });
    const version = { secretId: secretArn, secretString };
    add("aws:secretsmanager/secretVersion:SecretVersion", `${secretArn}|1`, version);
  }
});

/** The names of the further secrets that settings list. */
function extraSecretsIn(settings: readonly string[]): string[] {
  return settings.flatMap((setting) => /^extraSecrets\[\d+\]=(.+)$/.exec(setting)?.[1] ?? []);
}
