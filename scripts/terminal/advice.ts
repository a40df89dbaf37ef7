/** What is known of a run that the commands which it advises must say, too. */
export interface RunContext {
  readonly stack?: string | undefined;
  readonly region?: string | undefined;
}

/** Commands of this project that act on a stack: without `--stack` on the one that happens to be selected. */
const OF_STACK =
  /\bnpm run (?:preview|up|destroy|setup-secrets|rotate-credentials|adopt-secret|test-twilio-secret|test-ecs-secret-access|configure-webhook|test-webhook)(?![\w-])(?! -- --stack\b)(?: --(?= ))?/g;

/** Commands of Pulumi's CLI that change a stack. */
const OF_PULUMI = /\bnpx pulumi (?:refresh|cancel)\b(?! --stack\b)/g;

/** Commands of AWS's CLI, with their options: without `--region` they ask the profile's region. */
const OF_REGION = /\baws (?:secretsmanager|ecs) [a-z-]+(?: --[a-z-]+ \S+)*/g;

/** A cure whose commands name the stack and the region that the run is about. */
export function cureFor(cure: string, { stack, region }: RunContext): string {
  let text = cure;
  if (stack !== undefined) {
    text = text
      .replaceAll(OF_STACK, (command) => `${command.replace(/ --$/, "")} -- --stack ${stack}`)
      .replaceAll(OF_PULUMI, (command) => `${command} --stack ${stack}`);
  }
  if (region === undefined) return text;
  return text.replaceAll(OF_REGION, (command) =>
    command.includes(" --region ") ? command : `${command} --region ${region}`,
  );
}
