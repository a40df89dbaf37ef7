import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type CallSettings, longestCallMinutes } from "../service/callTimeouts";
import type { ConfigReader } from "./reader";
import type { CredentialFinder } from "../credentials/twilioCredentials";
import {
  describeMemory,
  FARGATE_CPU,
  fargateMemory,
  type FargateSize,
} from "../service/task/fargateSize";
import type { ImageSource } from "../service/task/image";
import type { ServiceSettings } from "../service/settings";
import { readContainer } from "./container";

/** Days that CloudWatch Logs can keep events. Source: PutRetentionPolicy in its API reference. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

/** Folder of the program, where the engine runs it. */
const PROGRAM = resolve(__dirname, "../..");

/** The image's source: exactly one of the two. */
export function readImageSource(reader: ConfigReader): ImageSource {
  const uri = reader.match(
    "image",
    /^[\w.-]+(:\d+)?(\/[\w.-]+)+(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/,
    "a full image URI",
  );
  const buildContext = reader.text("buildContext");
  if (uri !== "" && buildContext !== "") {
    reader.faults.push(
      "image and buildContext: expected one of them. Fix it: pulumi config rm image, or pulumi config rm buildContext",
    );
  }
  if (uri === "" && buildContext === "") {
    reader.faults.push(
      "image and buildContext: expected one of them. Fix it: pulumi config set image URI",
    );
  }
  if (
    uri === "" &&
    buildContext !== "" &&
    !existsSync(resolve(PROGRAM, buildContext, "Dockerfile"))
  ) {
    const problem = "expected a folder with a Dockerfile, its path from the program's folder";
    reader.fault("buildContext", problem, "FOLDER");
  }
  return buildContext === "" ? { uri } : { buildContext };
}

/** What the length of a call means for a deployment, and the longest call in minutes. */
export function readCalls(reader: ConfigReader): CallSettings {
  const policy = {
    deployment: reader.choice("deployment", ["blue-green", "rolling"]),
    callHandover: reader.boolean("callHandover"),
  };
  const range = { min: 1, max: longestCallMinutes(policy) };
  return { ...policy, maxCallMinutes: reader.integer("maxCallMinutes", range) };
}

/** The service's own settings. */
export function readService(
  reader: ConfigReader,
  stack: string,
  calls: CallSettings,
  credentialsIn: CredentialFinder,
): ServiceSettings {
  const minTasks = reader.integer("minTasks", { min: 1, max: 1000 });
  const maxTasks = reader.integer("maxTasks", { min: 1, max: 1000 });
  const desiredCount = reader.integer("desiredCount", { min: 1, max: 1000 });
  if (minTasks > maxTasks) reader.fault("minTasks", "expected no more than maxTasks", "NUMBER");
  if (desiredCount < minTasks || desiredCount > maxTasks) {
    reader.fault("desiredCount", "expected a number from minTasks to maxTasks", "NUMBER");
  }
  return {
    container: readContainer(reader, stack, calls, credentialsIn),
    size: readSize(reader),
    scaling: {
      minTasks,
      maxTasks,
      cpuTargetPercent: reader.integer("cpuTargetPercent", { min: 1, max: 100 }),
      memoryTargetPercent: reader.integer("memoryTargetPercent", { min: 1, max: 100 }),
      scaleInCooldownSeconds: reader.integer("scaleInCooldownSeconds", { min: 0, max: 3600 }),
      scaleOutCooldownSeconds: reader.integer("scaleOutCooldownSeconds", { min: 0, max: 3600 }),
      callsPerTask: reader.integer("callsPerTask", { min: 0, max: 10000 }),
    },
    desiredCount,
    healthCheckGraceSeconds: reader.integer("healthCheckGraceSeconds", { min: 0, max: 3600 }),
    availabilityZoneRebalancing: reader.boolean("availabilityZoneRebalancing"),
    containerInsights: reader.choice("containerInsights", ["disabled", "enabled", "enhanced"]),
    enableExecuteCommand: reader.boolean("enableExecuteCommand"),
    assignPublicIp: reader.boolean("assignPublicIp"),
    logRetentionDays: reader.integer("logRetentionDays", LOG_RETENTION_DAYS),
    bedrockModels: readModels(reader),
  };
}

function readSize(reader: ConfigReader): FargateSize {
  const cpu = reader.integer("cpu", FARGATE_CPU);
  const memory = reader.integer("memory", { min: 512, max: 249856 });
  const sizes = fargateMemory(cpu);
  if (sizes.length > 0 && !Number.isNaN(memory) && !sizes.includes(memory)) {
    reader.fault("memory", `expected ${describeMemory(sizes)} with cpu ${cpu}`, String(sizes[0]));
  }
  return { cpu, memory };
}

/** A model's id. Source: modelId in the API reference of Bedrock's InvokeModel. */
const MODEL_ID = /^[a-z0-9-]+\.[a-z0-9-]+([.:][a-z0-9-]+)*$/;

/** An inference profile's id begins with a part of the world. A model's id begins with its provider. */
const PROFILE_ID = /^([a-z]{2}(-gov)?|apac|global)\./;

const MODEL_ARN = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]+::foundation-model\/(?<id>.+)$/;

/** An inference profile, or a custom model of the account. */
const OWN_MODEL_ARN = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]+:\d{12}:[a-z-]+\/[\w.:/-]+$/;

/** Models that the service may invoke. A profile needs its ARN: its id says neither the account nor the regions of its models. */
function readModels(reader: ConfigReader): readonly string[] {
  return reader.listOf(
    "bedrockModels",
    (model) => {
      const id = MODEL_ARN.exec(model)?.groups?.["id"] ?? model;
      return OWN_MODEL_ARN.test(model) || (MODEL_ID.test(id) && !PROFILE_ID.test(id));
    },
    "ids of foundation models (PROVIDER.MODEL) or full ARNs, without wildcards; for an inference profile its ARN and those of its models",
    "MODEL",
  );
}
