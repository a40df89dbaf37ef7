import type { TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import { openAwsSession } from "../aws/session";
import { join } from "node:path";
import { deploy } from "../update/deploy";
import { findExtraSecrets } from "../stack/extraSecrets";
import { escNote } from "../stack/escCredentials";
import { openStack, stackConfig, type Stack } from "../stack/stack";
import { changeConfig } from "../stack/changeConfig";
import { differences, stackSecrets } from "../stack/stackSecrets";
import { configFile } from "../stack/pulumiErrors";
import { commitNote } from "../update/uncommitted";
import { ScriptInputs } from "../stack/scriptInputs";
import { whileLocked } from "../terminal/process/lock";
import type { Options } from "../terminal/options";
import type { Report } from "../terminal/report";
import { wrongUse } from "../terminal/scriptError";
import { isRotating } from "../rotation/stack/storedConfig";
import { type CompleteEnvFile, envFileError, readEnvFile } from "./envFile/envFile";
import { isPipe } from "./envFile/envFileText";
import { masked } from "./masking/mask";
import { checkSecret } from "./secretChecks";

/** Copies the credentials from the file into the stack's config. Returns the exit code. */
export async function setupSecrets(options: Options, report: Report): Promise<0 | 1> {
  const file = await readCredentialFile(options.text("env-file") ?? ".env", report);
  const { credentials } = file;
  if (options.flag("check-live") && !(await worksAtTwilio(credentials, report))) return 1;

  report.progress("Reading the stack's config");
  const stack = await openStack(options.text("stack"));
  report.fact("stack", "stack", `${stack.project}/${stack.name}`);
  report.about({ stack: stack.name });
  const dryRun = options.flag("dry-run");
  const update = () => updateConfig(stack, file, dryRun, report);
  const written = join(stack.workspace.workDir, configFile(stack.name));
  const busy = `another setup-secrets is writing the config of ${stack.name}`;
  const changed = await (dryRun ? update() : whileLocked(written, busy, process.env, update));
  const note = dryRun ? undefined : await commitNote(stack.workspace.workDir, stack.name);
  if (note !== undefined) report.line(`\n${note}`);
  if (!options.flag("up") || options.flag("dry-run")) {
    return report.verdict(done(changed, stack, options), () => "");
  }
  return deployAndCheck(stack, credentials, options, report);
}

async function readCredentialFile(path: string, report: Report): Promise<CompleteEnvFile> {
  if (isPipe(path)) report.progress(`Reading ${path}`);
  const file = await readEnvFile(path);
  if ("credentials" in file) {
    for (const detail of file.notes) report.add({ name: "file", result: "note", detail });
    return file;
  }
  report.data("faults", file.faults);
  throw envFileError(path, file.faults);
}

async function worksAtTwilio(credentials: TwilioCredentials, report: Report): Promise<boolean> {
  report.progress("Asking Twilio");
  // Loaded late: the official client takes more than a second.
  const { liveChecks } = await import("../twilio/number.js");
  report.add(...(await liveChecks(credentials)));
  if (report.ok) {
    report.table();
    return true;
  }
  report.verdict("", () => "The credentials were not shown to work; nothing was changed.");
  return false;
}

/** Shows which credentials differ, by name, and writes them. Returns how many differ. */
async function updateConfig(
  stack: Stack,
  { credentials, others }: CompleteEnvFile,
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
  const extra = findExtraSecrets(stack.project, config, others);
  for (const [name, difference] of found) {
    const detail = `${difference.padEnd(20)} ${masked(name, credentials[name])}`;
    report.add({ name, result: difference === "same" ? "ok" : "note", detail });
  }
  report.add(...extra.checks);
  report.table();
  const five = [...found.values()].filter((difference) => difference !== "same").length;
  const changed = five + extra.changed;
  if (changed === 0) return changed;
  const note = escNote(stack.workspace.workDir, stack.name, config);
  if (note !== undefined) report.line(note);
  if (dryRun) return changed;
  report.progress("Writing the stack's config");
  const secrets = stackSecrets(stack, config, credentials, extra.values);
  await changeConfig(stack, { secrets });
  return changed;
}

function done(changed: number, { name }: Stack, options: Options): string {
  if (changed === 0) return `The config of ${name} already holds all five: nothing to change.`;
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
  await deploy(stack, credentials, report, options.text("policy-pack-config"));
  const inputs = await ScriptInputs.of(options, ["secret-id"], report);
  const secretId = inputs.required("secret-id");
  const session = await openAwsSession(inputs.region(), report);
  await checkSecret(session, secretId, inputs, report);
  return report.verdict(
    "Deployed, and the secret is valid.",
    (failures) => `Deployed, but the secret has problems: ${failures}.`,
  );
}
