import type { DescribeSecretResponse } from "@aws-sdk/client-secrets-manager";
import { join } from "node:path";
import type { TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import { changeConfig } from "../stack/changeConfig";
import { escNote } from "../stack/escCredentials";
import { configFile } from "../stack/pulumiErrors";
import { stackOutputs } from "../stack/stack";
import { stackSecrets } from "../stack/stackSecrets";
import { whileLocked } from "../terminal/process/lock";
import type { Options } from "../terminal/options";
import type { Report } from "../terminal/report";
import { checkFailed } from "../terminal/scriptError";
import { openAdoption, type Adoption } from "./adoption";
import { describeExisting, refusals } from "./existing";
import { requireReaders } from "./requireReaders";
import { restore } from "./restore";
import { credentialsIn } from "./storedCredentials";

/** Prepares a stack to take over an existing secret. Returns the exit code. */
export async function adoptSecret(options: Options, report: Report): Promise<0 | 1> {
  const adoption = await openAdoption(options, report);
  const { stack, session, client, secretId } = adoption;
  report.progress(`Describing the secret ${secretId}`);
  const found = await describeExisting(session, client, secretId);
  if (found === undefined) {
    return report.verdict("There is no secret of this name: npm run up makes one.", () => "");
  }
  report.fact("secret", "secret", found.ARN ?? secretId);
  const outputs = await stackOutputs(stack);
  if (outputs.get("secretArn") === found.ARN && found.DeletedDate === undefined) {
    return takenOver(adoption);
  }
  refuseOthers(adoption, found);
  if (!(await isReadable(adoption, found))) return 0;
  const credentials = await credentialsIn(adoption);
  await requireReaders(adoption, found.ARN ?? secretId);
  return prepare(adoption, found, credentials);
}

/** The stack already owns the secret, so the config no longer needs adoptSecret. */
async function takenOver({ stack, setting, options, report }: Adoption): Promise<0 | 1> {
  if (setting("adoptSecret") === "" || options.flag("dry-run")) {
    return report.verdict("The secret already belongs to the stack: nothing to do.", () => "");
  }
  await changeConfig(stack, { removed: ["adoptSecret"] });
  return report.verdict(
    "The secret belongs to the stack: adoptSecret was removed from the config.",
    () => "",
  );
}

/** @throws ScriptError with every reason why the stack cannot take over the secret */
function refuseOthers({ stack, session, setting }: Adoption, found: DescribeSecretResponse): void {
  const why = refusals(found, session, {
    project: stack.project,
    stack: stack.name.split("/").at(-1) ?? "",
  });
  if (setting("secretRecoveryWindowDays") === "0") {
    why.push(
      `secretRecoveryWindowDays is 0, but a secret that this stack did not make must stay restorable: npx pulumi config set --plaintext secretRecoveryWindowDays 7 --stack ${stack.name}`,
    );
  }
  if (why.length === 0) return;
  const lines = why.map((each) => `  ${each}`);
  throw checkFailed(["the stack cannot take over this secret:", ...lines].join("\n"));
}

/** Restores the secret if that is needed and asked for. Returns false if a dry run cannot go on, because it restores nothing. */
async function isReadable(
  { stack, session, client, options, report }: Adoption,
  found: DescribeSecretResponse,
): Promise<boolean> {
  if (found.DeletedDate === undefined && !options.flag("restore")) return true;
  if (!options.flag("restore")) {
    throw checkFailed(
      `the secret was scheduled for deletion on ${found.DeletedDate?.toISOString().slice(0, 10) ?? ""}: nothing can read it`,
      `npm run adopt-secret -- --stack ${stack.name} --restore`,
    );
  }
  if (options.flag("dry-run") && found.DeletedDate !== undefined) {
    report.verdict(
      "A dry run: the deletion of the secret and of its key would be cancelled.",
      () => "",
    );
    return false;
  }
  const done = options.flag("dry-run") ? [] : await restore(session, client, found);
  for (const each of done) report.line(`restored   ${each}`);
  report.data("restored", done);
  return true;
}

/** Stores the values and the ARN in the config, in one write. */
async function prepare(
  { stack, config, options, report }: Adoption,
  { ARN: arn = "", Tags = [] }: DescribeSecretResponse,
  credentials: TwilioCredentials,
): Promise<0 | 1> {
  const tags = Tags.map(({ Key = "" }) => Key);
  if (tags.length > 0)
    report.line(`tags       ${tags.join(", ")}: the stack's own tags replace them`);
  report.line("values     go into a new version; the current one stays as AWSPREVIOUS");
  const note = escNote(stack.workspace.workDir, stack.name, config);
  if (note !== undefined) report.line(note);
  if (options.flag("dry-run")) return report.verdict("A dry run: nothing was changed.", () => "");
  report.progress("Writing the stack's config");
  const secrets = stackSecrets(stack, config, credentials);
  const written = join(stack.workspace.workDir, configFile(stack.name));
  const busy = `another command is writing the config of ${stack.name}`;
  await whileLocked(written, busy, process.env, () =>
    changeConfig(stack, { secrets, settings: { adoptSecret: arn } }),
  );
  return report.verdict(
    `The next update takes the secret over. Next: npm run up -- --stack ${stack.name}`,
    () => "",
  );
}
