import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { PolicySeverity } from "@pulumi/pulumi/proto/analyzer_pb";
import type { PolicyPackClient } from "../../../offline/analyzer/client";
import type { ResourceToAnalyze } from "../../../offline/analyzer/messages";
import type { WireObject } from "../../../offline/engine/wire";
import { resource, startPack } from "../../support/policy/policyPack";
import { generateValues, ownConfig } from "../corpus/values";
import { allow, CONTAINER, planWith, policy, SECRETS, type Changes } from "./validPlan";

const RULES = [
  "twilio-credentials-complete",
  "no-broad-secret-access",
  "twilio-secret-readers",
  "twilio-secret-customer-managed-key",
  "twilio-secret-not-public",
  "twilio-secret-recovery-window",
  "twilio-listeners-encrypted",
  "twilio-tasks-unprivileged",
  "twilio-tasks-private",
  "twilio-tasks-without-ecs-exec",
  "twilio-tasks-logged",
  "twilio-calls-drain",
  "twilio-deployments-roll-back",
  "twilio-calls-not-on-spot",
];

/** Changes that break every rule, with a text in every place that a message could show. */
function everythingBroken(hostile: string): Changes {
  const reading = policy(allow("secretsmanager:GetSecretValue", `*${hostile}`));
  const secrets = SECRETS.map(({ name }) => ({ name, valueFrom: hostile }));
  const container: WireObject = {
    ...CONTAINER,
    name: hostile,
    privileged: true,
    secrets,
    logConfiguration: { logDriver: "awslogs", options: { [hostile]: hostile } },
  };
  return {
    change: {
      task: { containerDefinitions: JSON.stringify([container]) },
      secret: {
        kmsKeyId: `alias/aws/${hostile}`,
        recoveryWindowInDays: 0,
        policy: policy(allow("*", "*", { Principal: "*", Sid: hostile })),
      },
      listener: { protocol: hostile, sslPolicy: hostile },
      targets: { deregistrationDelay: 1 },
      service: {
        capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }],
        deploymentCircuitBreaker: { enable: hostile, rollback: hostile },
        enableExecuteCommand: true,
        networkConfiguration: { assignPublicIp: true },
      },
      executionPolicy: { policy: reading },
    },
    add: [
      resource("aws:iam/rolePolicy:RolePolicy", {
        role: hostile,
        policy: policy(
          allow(
            "secretsmanager:GetSecretValue",
            "arn:aws:secretsmanager:eu-north-1:123456789012:secret:pipecat/twilio-credentials-AbCdEf",
          ),
        ),
      }),
    ],
  };
}

function named(hostile: string, each: ResourceToAnalyze): ResourceToAnalyze {
  const name = `${each.name}-${hostile}`;
  return { ...each, name, urn: `${each.urn}-${hostile}` };
}

// Proves what the pack sends. Does not prove what the CLI itself prints about the program.
describe("the messages of the rules over a plan", () => {
  const values = generateValues(randomBytes(8).toString("hex"));
  const config = ownConfig(values);
  let pack: PolicyPackClient;

  before(async () => {
    pack = await startPack(config);
  });

  after(() => {
    pack.stop();
  });

  it("name resource, path, fault and fix", async () => {
    const [listener] = await pack.analyzeStack(
      planWith({ change: { listener: { sslPolicy: "x" } } }),
    );
    assert.equal(
      listener?.message,
      "Calls reach the service only over HTTPS, with TLS 1.2 or newer.\n" +
        'aws:lb/listener:Listener "listener": sslPolicy is not known to refuse versions older than TLS 1.2. ' +
        "Set it to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09 or a stricter one.",
    );
  });

  for (const key of Object.keys(config)) {
    it(`hold no part of the value of ${key}, wherever it is in the plan`, async () => {
      const value = config[key] ?? "";
      const plan = planWith(everythingBroken(value)).map((each) => named(value, each));
      const found = await pack.analyzeStack(plan);
      const reported = new Set(found.map(({ policy: rule }) => rule));
      assert.deepEqual(
        RULES.filter((rule) => !reported.has(rule)),
        [],
      );
      const sent =
        found
          .map(({ message }) => message)
          .join("\n")
          .toLowerCase() + pack.stderr();
      const pieces = Array.from({ length: value.length - 5 }, (_, at) => value.slice(at, at + 6));
      assert.deepEqual(
        pieces.flatMap((piece, at) => (sent.includes(piece.toLowerCase()) ? [at] : [])),
        [],
        "places in the value at which six characters of it were sent",
      );
    });
  }

  it("come with a severity, a link, remediation steps and, for settings, a schema", async () => {
    const { policiesList } = (await pack.info()).toObject();
    for (const rule of RULES) {
      const info = policiesList.find(({ name }) => name === rule);
      assert.ok(info, rule);
      assert.ok(info.severity !== PolicySeverity.POLICY_SEVERITY_UNSPECIFIED, rule);
      assert.ok(info.url.startsWith("https://") && info.remediationSteps.length > 20, rule);
      for (const [key, schema] of info.configschema?.properties?.fieldsMap ?? []) {
        const fields = schema.structValue?.fieldsMap.map(([field]) => field) ?? [];
        assert.ok(
          ["type", "default", "description"].every((field) => fields.includes(field)),
          key,
        );
      }
    }
  });
});
