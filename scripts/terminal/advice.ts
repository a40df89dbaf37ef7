import { onPath } from "./process/onPath";

/** The stack and the region of a run, which the commands in its messages must name. */
export interface RunContext {
  readonly stack?: string | undefined;
  readonly region?: string | undefined;
}

/** Commands of this project that act on a stack. Without `--stack` they act on the selected one. */
const OF_STACK =
  /\bnpm run (?:preview|up|destroy|setup-secrets|rotate-credentials|adopt-secret|test-twilio-secret|test-ecs-secret-access|configure-webhook|test-webhook|who-read)(?![\w-])(?! -- --stack\b)(?: --(?= ))?/g;

/** Commands of Pulumi's CLI that change a stack. */
const OF_PULUMI =
  /\bnpx pulumi (?:refresh|cancel|config (?:set --secret twilioAuthToken|rm twilioApiSidOld))\b(?! --stack\b)/g;

/** Commands of AWS's CLI, with their options. Without `--region` they use the profile's region. */
const OF_REGION = /\baws (?:secretsmanager|ecs) [a-z-]+(?: --[a-z-]+ \S+)*/g;

/** Returns a fix whose commands name the run's stack and region, and call Pulumi's CLI as the reader has it. */
export function adviceFor(
  fix: string,
  { stack, region }: RunContext,
  env: NodeJS.ProcessEnv = process.env,
): string {
  let text = fix;
  if (stack !== undefined) {
    text = text
      .replaceAll(OF_STACK, (command) => `${command.replace(/ --$/, "")} -- --stack ${stack}`)
      .replaceAll(OF_PULUMI, (command) => `${command} --stack ${stack}`);
  }
  if (region !== undefined) {
    text = text.replaceAll(OF_REGION, (command) =>
      command.includes(" --region ") ? command : `${command} --region ${region}`,
    );
  }
  return withReadersCli(text, env);
}

/** Replaces `npx pulumi` by `pulumi` if the CLI is on the PATH. Otherwise `npx pulumi` downloads it. */
function withReadersCli(text: string, env: NodeJS.ProcessEnv): string {
  return onPath("pulumi", env) === undefined ? text : text.replaceAll("npx pulumi ", "pulumi ");
}
