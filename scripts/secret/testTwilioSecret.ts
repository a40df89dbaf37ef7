import { openAwsSession } from "../aws/session";
import { watchFirst } from "../ecs/service/watchDeployment";
import { ScriptInputs, SERVICE_OPTIONS } from "../stack/scriptInputs";
import type { Options } from "../terminal/options";
import type { Report } from "../terminal/report";
import { checkSecret } from "./secretChecks";

/** Checks the secret in Secrets Manager. Returns the exit code. */
export async function testTwilioSecret(options: Options, report: Report): Promise<0 | 1> {
  const watch = options.flag("watch");
  const needed = ["secret-id", ...(watch ? SERVICE_OPTIONS : [])] as const;
  const inputs = await ScriptInputs.of(options, needed, report);
  const secretId = inputs.required("secret-id");
  report.progress("Asking AWS who is calling");
  const session = await openAwsSession(inputs.region(), report);
  if (watch) await watchFirst(session, inputs, report);
  await checkSecret(session, secretId, inputs, report);
  return report.verdict(
    "The secret is valid.",
    (failures) => `The secret has ${problems(failures)}.`,
  );
}

function problems(failures: number): string {
  return failures === 1 ? "1 problem" : `${failures} problems`;
}
