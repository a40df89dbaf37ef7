import { openAwsSession } from "../aws/session";
import { ScriptInputs } from "../stack/scriptInputs";
import type { Options } from "../terminal/options";
import type { Report } from "../terminal/report";
import { checkSecret } from "./secretChecks";

/** Checks the secret in Secrets Manager. Returns the exit code. */
export async function testTwilioSecret(options: Options, report: Report): Promise<0 | 1> {
  const inputs = await ScriptInputs.of(options, ["secret-id"], report);
  const secretId = inputs.required("secret-id");
  report.progress("Asking AWS who is calling");
  const session = await openAwsSession(inputs.region(), report);
  await checkSecret(session, secretId, inputs, report);
  return report.verdict(
    "The secret is valid.",
    (failures) => `The secret has ${problems(failures)}.`,
  );
}

function problems(failures: number): string {
  return failures === 1 ? "1 problem" : `${failures} problems`;
}
