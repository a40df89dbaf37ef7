import { isCredential, type TwilioCredentials } from "../infra/credentials/twilioCredentials";
import { openAwsSession } from "./aws/session";
import { main, type Command } from "./terminal/command";
import { envFileError, readEnvFile } from "./secret/envFile";
import { masked } from "./secret/mask";
import type { Options } from "./terminal/options";
import type { Report } from "./terminal/report";
import { wrongUse } from "./terminal/scriptError";
import { isRotating } from "./rotation/storedConfig";
import { checkSecret } from "./secret/secretChecks";
import { openStack, stackConfig, type Stack } from "./stack/stack";
import { commitNote } from "./stack/uncommitted";
import { differences, writeStackSecrets } from "./stack/stackSecrets";
import { deploy } from "./stack/deploy";
import { Target } from "./stack/target";

const command: Command = {
  name: "setup-secrets",
  isCredential,
  summary: "Takes the five Twilio credentials from .env into the stack's config, encrypted.",
  options: {
    "env-file": {
      type: "string",
      value: "FILE",
      description: "file with the credentials; without it, .env",
    },
    "check-live": { type: "boolean", description: "first ask Twilio whether the credentials work" },
    "dry-run": { type: "boolean", description: "say what would change, and change nothing" },
    up: { type: "boolean", description: "then deploy with the policy pack and check the secret" },
  },
  examples: [
    "npm run setup-secrets -- --stack dev --dry-run",
    "npm run setup-secrets -- --stack dev --check-live --up",
  ],

  async run(options, report) {
    const credentials = readCredentialFile(options.text("env-file") ?? ".env", report);
    if (options.flag("check-live") && !(await worksAtTwilio(credentials, report))) return 1;

    report.progress("Reading the stack's config");
    const stack = await openStack(options.text("stack"));
    report.fact("stack", "stack", `${stack.project}/${stack.name}`);
    report.about({ stack: stack.name });
    const changed = await updateConfig(stack, credentials, options.flag("dry-run"), report);
    const note = options.flag("dry-run")
      ? undefined
      : await commitNote(stack.workspace.workDir, stack.name);
    if (note !== undefined) report.line(`\n${note}`);
    if (!options.flag("up") || options.flag("dry-run")) {
      return report.verdict(done(changed, stack, options), () => "");
    }
    return deployAndCheck(stack, credentials, options, report);
  },
};

function readCredentialFile(path: string, report: Report): TwilioCredentials {
  const file = readEnvFile(path);
  if ("credentials" in file) return file.credentials;
  report.data("faults", file.faults);
  throw envFileError(path, file.faults);
}

async function worksAtTwilio(credentials: TwilioCredentials, report: Report): Promise<boolean> {
  report.progress("Asking Twilio");
  // Loaded late: the official client takes more than a second.
  const { liveChecks } = await import("./twilio/number.js");
  report.add(...(await liveChecks(credentials)));
  if (report.ok) {
    report.table();
    return true;
  }
  report.verdict("", () => "The credentials are not shown to work; nothing was changed.");
  return false;
}

/** Says what differs, by name, and writes it. Returns how many credentials differ. */
async function updateConfig(
  stack: Stack,
  credentials: TwilioCredentials,
  dryRun: boolean,
  report: Report,
): Promise<number> {
  const config = await stackConfig(stack);
  if (isRotating(stack.project, config)) {
    throw wrongUse(
      "a rotation is under way: the file's token or key may be the one that it replaces",
      "npm run rotate-credentials -- --status",
    );
  }
  const found = differences(stack.project, config, credentials);
  for (const [name, difference] of found) {
    const detail = `${difference.padEnd(20)} ${masked(name, credentials[name])}`;
    report.add({ name, result: difference === "same" ? "ok" : "note", detail });
  }
  report.table();
  const changed = [...found.values()].filter((difference) => difference !== "same").length;
  if (changed === 0 || dryRun) return changed;
  report.progress("Writing the stack's config");
  await writeStackSecrets(stack, credentials);
  return changed;
}

function done(changed: number, { name }: Stack, options: Options): string {
  if (changed === 0) return `The config of ${name} holds all five already: nothing to change.`;
  if (options.flag("dry-run")) return `${changed} of 5 would change in the config of ${name}.`;
  return `${changed} of 5 changed in the config of ${name}. Next: npm run up -- --stack ${name}`;
}

async function deployAndCheck(
  stack: Stack,
  credentials: TwilioCredentials,
  options: Options,
  report: Report,
): Promise<0 | 1> {
  report.line("");
  await deploy(stack, credentials, report);
  const target = await Target.of(options, ["secret-id"], report);
  const secretId = target.required("secret-id");
  const session = await openAwsSession(target.region(), report);
  await checkSecret(session, secretId, target, report);
  return report.verdict(
    "Deployed, and the secret is sound.",
    (failures) => `Deployed, but the secret has problems: ${failures}.`,
  );
}

void main(command);
