import { CreateKeyCommand } from "@aws-sdk/client-kms";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { clientsOf, makeSecret, registerTask, valueFroms, type Clients } from "./awsLab";
import type { MadeSecret } from "./awsLab";
import { startMinistack } from "./emulators";
import { makeRole, mayRead } from "./iamLab";
import { makeNetwork, makeService, openToNat } from "./serviceLab";
import { makeStackProject, type StackProject } from "../scripts/stackProject";
import { TwilioServer } from "../twilio/twilioServer";
import { startWebhook, STREAM_URL, streamTwiml } from "../twilio/webhookServer";

/** The name of the cluster and of the service. */
const SERVICE = "phone";

/** The phone service as the scripts see it. It runs on emulators. The project's stack has the service's outputs, but no resource. */
export interface PhoneLab {
  readonly clients: Clients;
  readonly secret: MadeSecret;
  /** The name of the cluster and of the service. */
  readonly service: string;
  /** ARN of the task definition. */
  readonly task: string;
  /** ARN of the secret's key. */
  readonly keyArn: string;
  readonly project: StackProject;
  /** Environment variables that direct a script to the emulators. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts the emulators and creates the resources that `pulumi up` would create. The stack itself is not deployed yet. */
export async function startPhoneLab(own: TwilioCredentials): Promise<PhoneLab> {
  const twilio = new TwilioServer(own);
  const behaviour = { authToken: own.TWILIO_AUTH_TOKEN, body: streamTwiml(STREAM_URL) };
  const [ministack, twilioUrl, webhook] = await Promise.all([
    startMinistack(),
    twilio.start(),
    startWebhook(behaviour),
  ]);
  const clients = clientsOf(ministack);
  const { KeyMetadata } = await clients.kms.send(new CreateKeyCommand({}));
  const keyArn = KeyMetadata?.Arn ?? "";
  const secret = await makeSecret(clients, "pipecat/twilio-credentials", own, keyArn);
  const decrypt = { Effect: "Allow", Action: "kms:Decrypt", Resource: keyArn } as const;
  const statements = [mayRead(secret.arn), decrypt];
  const task = await registerTask(clients, "pipecat-phone", valueFroms(secret), {
    executionRoleArn: await makeRole(clients, "phone-execution", ...statements),
    taskRoleArn: await makeRole(clients, "phone-task", ...statements),
  });
  const network = await makeNetwork(clients);
  await openToNat(clients, network);
  await makeService(clients, SERVICE, task, network);
  const project = await makeStackProject({
    secretArn: secret.arn,
    secretKeyArn: keyArn,
    clusterName: SERVICE,
    serviceName: SERVICE,
    taskDefinitionArn: task,
    webhookUrl: webhook.url,
    mediaStreamUrl: STREAM_URL,
  });
  // The stack's state holds no secret, but the emulator has one of this name. A script that checks the name would stop the update.
  const free = "pipecat/asked-for-by-nobody-else";
  await project.pulumi("config", "set", "--plaintext", "secretName", free, "--stack", "dev");
  return {
    clients,
    secret,
    service: SERVICE,
    task,
    keyArn,
    project,
    env: {
      ...project.env,
      AWS_ENDPOINT_URL: ministack.url,
      TWILIO_BASE_URL: twilioUrl,
      ...webhook.env,
    },
    stop: async () => {
      await Promise.all([ministack.stop(), twilio.stop(), webhook.stop()]);
    },
  };
}
