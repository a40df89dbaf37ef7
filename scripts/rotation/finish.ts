import type { TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import { checkSecret } from "../secret/secretChecks";
import { ScriptInputs } from "../stack/scriptInputs";
import type { Options } from "../terminal/options";
import type { Report } from "../terminal/report";
import { checkFailed } from "../terminal/scriptError";
import type { Step } from "./decide";
import { renewEnvFile } from "./renewEnvFile";
import type { StackRotation } from "./stack/stackRotation";

/** Replaces old credentials in the .env file, and checks the result of the rotation. */
export async function finish(
  rotation: StackRotation,
  steps: readonly Step[],
  options: Options,
  report: Report,
): Promise<0 | 1> {
  const { config, twilio } = rotation;
  report.data("steps", steps);
  const credentials = await config.credentials();
  const path = options.text("env-file") ?? ".env";
  const renewed = await renewEnvFile(path, credentials, twilio);
  if (renewed === undefined) {
    report.line(
      `note: update other copies of the credentials yourself, for example in a password manager`,
    );
  } else if (renewed.length > 0) report.line(`${path}: ${renewed.join(", ")} replaced`);
  if (steps.length === 0) return report.verdict(nothingDone(options), () => "");
  const asked = ["token", "api-key", "rest-token"].filter((name) => options.flag(name));
  if (asked.length > 0 && !steps.includes("begin")) {
    const detail = `an earlier rotation is finished, and no new one was begun: to rotate again, run it again with --${asked.join(" --")}`;
    report.add({ name: "rotation", result: "note", detail });
  }
  await check(rotation, credentials, options, report);
  return report.verdict(
    "The rotation is finished: the config, Twilio, the secret and every task agree.",
    (failures) => `The rotation is finished, but ${failures} of the checks failed.`,
  );
}

/** Checks the result of the rotation: the secret, the tasks, the API key. */
async function check(
  { ports, session, twilio }: StackRotation,
  credentials: TwilioCredentials,
  options: Options,
  report: Report,
): Promise<void> {
  const inputs = await ScriptInputs.of(options, ["secret-id"], report);
  await checkSecret(session, inputs.required("secret-id"), inputs, report);
  report.progress("Proving that every task accepts the auth token");
  const rollout = await ports.tasks.rollout();
  const tasks = rollout.state === "deployed" ? rollout.tasks : 1;
  await ports.tasks.prove([credentials.TWILIO_AUTH_TOKEN], tasks);
  report.add({
    name: "webhook",
    result: "ok",
    detail: "every task accepts the auth token, and no other",
  });
  if (!(await twilio.keyWorks(credentials.TWILIO_API_SID, credentials.TWILIO_API_SECRET))) {
    throw checkFailed(
      "Twilio does not accept the API key",
      "npm run rotate-credentials -- --api-key",
    );
  }
}

function nothingDone(options: Options): string {
  return options.flag("undo")
    ? "No rotation is under way: nothing to undo."
    : "No rotation is under way. --token or --api-key begins one.";
}
