import { SecretsManagerClient, type DescribeSecretResponse } from "@aws-sdk/client-secrets-manager";
import { isCredential, type TwilioCredentials } from "../infra/credentials/twilioCredentials";
import { contentsOf } from "./adoption/contents";
import { describeExisting, refusals } from "./adoption/existing";
import { readersOf, type Reader } from "./adoption/readers";
import { restore } from "./adoption/restore";
import { openAwsSession, requireAccount, type AwsSession } from "./aws/session";
import { readSecret } from "./secret/secretContents";
import { pulumiError } from "./stack/pulumiErrors";
import { openStack, stackConfig, stackOutputs, type Stack } from "./stack/stack";
import { writeStackSecrets } from "./stack/stackSecrets";
import { main, type Command } from "./terminal/command";
import type { Options } from "./terminal/options";
import type { Report } from "./terminal/report";
import { checkFailed, wrongUse } from "./terminal/scriptError";

/** What locks out whoever is not listed, known or not. */
const EVERYBODY = "everybody";

const command: Command = {
  name: "adopt-secret",
  isCredential,
  summary:
    "Prepares the stack to take over a secret that exists already: its values go into the config, its ARN into adoptSecret.",
  options: {
    "secret-id": {
      type: "string",
      value: "NAME",
      description: "name of the secret, instead of the config's secretName",
    },
    restore: {
      type: "boolean",
      description: "first take it, and its key, back from their deletion",
    },
    drop: {
      type: "string",
      value: "KEY",
      repeatable: true,
      description: "key of the secret that its next version may lose",
    },
    "lock-out": {
      type: "string",
      value: "ARN",
      repeatable: true,
      description: "reader that may lose it; everybody for all that secretReaders does not list",
    },
    "check-live": { type: "boolean", description: "first ask Twilio whether the credentials work" },
    "dry-run": { type: "boolean", description: "say what would be done, and change nothing" },
  },
  examples: [
    "npm run adopt-secret -- --stack dev --dry-run",
    "npm run adopt-secret -- --stack dev --restore",
  ],

  async run(options, report) {
    report.progress("Reading the stack's config");
    const stack = await openStack(options.text("stack"));
    report.fact("stack", "stack", `${stack.project}/${stack.name}`);
    report.about({ stack: stack.name });
    const config = await stackConfig(stack);
    const setting = (key: string): string => config[`${stack.project}:${key}`]?.value ?? "";
    const name = textOr(setting("secretName"), "pipecat/twilio-credentials");
    const secretId = options.text("secret-id") ?? name;
    if (secretId !== name && !secretId.startsWith("arn:")) {
      throw wrongUse(
        `the stack's secretName is ${name}, and it can only take over a secret of that name`,
        `npx pulumi config set --plaintext secretName ${secretId}`,
      );
    }
    const region = options.text("region") ?? textOr(config["aws:region"]?.value ?? "", undefined);
    const session = await openAwsSession(region, report);
    requireAccount(session, secretId);
    const adoption = { stack, session, name, secretId, setting, options, report };
    return adopt(adoption);
  },
};

function textOr<T>(text: string, otherwise: T): string | T {
  return text === "" ? otherwise : text;
}

interface Adoption {
  readonly stack: Stack;
  readonly session: AwsSession;
  readonly name: string;
  readonly secretId: string;
  /** A plain setting of the stack; "" where it has none. */
  readonly setting: (key: string) => string;
  readonly options: Options;
  readonly report: Report;
}

async function adopt(adoption: Adoption): Promise<0 | 1> {
  const { stack, session, secretId, setting, report } = adoption;
  const client = new SecretsManagerClient(session.clientConfig);
  report.progress(`Describing the secret ${secretId}`);
  const found = await describeExisting(session, client, secretId);
  if (found === undefined) {
    return report.verdict("There is no secret of this name: npm run up makes one.", () => "");
  }
  report.fact("secret", "secret", found.ARN ?? secretId);
  const outputs = await stackOutputs(stack);
  if (outputs.get("secretArn") === found.ARN && found.DeletedDate === undefined) {
    return taken(adoption);
  }
  const why = refusals(found, session, {
    project: stack.project,
    stack: stack.name.split("/").at(-1) ?? "",
  });
  if (setting("secretRecoveryWindowDays") === "0") {
    why.push(
      "secretRecoveryWindowDays is 0, and a secret of somebody else's making must stay restorable: npx pulumi config set --plaintext secretRecoveryWindowDays 7",
    );
  }
  if (why.length > 0) {
    throw checkFailed(
      ["this secret is not the stack's to take over:", ...why.map((each) => `  ${each}`)].join(
        "\n",
      ),
    );
  }
  if (!(await isReadable(adoption, client, found))) return 0;
  const credentials = await credentialsIn(adoption, client);
  await requireReaders(adoption, found.ARN ?? secretId);
  return prepare(adoption, found, credentials);
}

/** The stack has it already: the key has done its work. */
async function taken({ stack, setting, options, report }: Adoption): Promise<0 | 1> {
  if (setting("adoptSecret") === "" || options.flag("dry-run")) {
    return report.verdict("The secret is the stack's already: nothing to do.", () => "");
  }
  await removeKey(stack);
  return report.verdict(
    "The secret is the stack's: adoptSecret is taken out of the config.",
    () => "",
  );
}

async function removeKey(stack: Stack): Promise<void> {
  try {
    await stack.workspace.removeConfig(stack.name, "adoptSecret");
  } catch (error) {
    throw pulumiError(error, "writing the stack's config", stack.name);
  }
}

/** Restores it where that is needed and wished; false where a dry run cannot go on without it. */
async function isReadable(
  { session, options, report }: Adoption,
  client: SecretsManagerClient,
  found: DescribeSecretResponse,
): Promise<boolean> {
  if (found.DeletedDate === undefined && !options.flag("restore")) return true;
  if (!options.flag("restore")) {
    throw checkFailed(
      `the secret is scheduled for deletion since ${found.DeletedDate?.toISOString().slice(0, 10) ?? ""}: nothing can read it`,
      "npm run adopt-secret -- --restore",
    );
  }
  if (options.flag("dry-run")) {
    report.verdict(
      "A dry run: its key and the secret would be taken back from their deletion.",
      () => "",
    );
    return false;
  }
  const done = await restore(session, client, found);
  for (const each of done) report.line(`restored   ${each}`);
  report.data("restored", done);
  return true;
}

async function credentialsIn(
  { session, secretId, options, report }: Adoption,
  client: SecretsManagerClient,
): Promise<TwilioCredentials> {
  const { text } = await readSecret(client, secretId).catch((error: unknown) => {
    throw session.failed(error, "secretsmanager:GetSecretValue", secretId);
  });
  const contents = contentsOf(text, options.texts("drop"));
  if ("faults" in contents) {
    report.data("faults", contents.faults);
    throw checkFailed(
      [
        "the secret's content cannot be taken over:",
        ...contents.faults.map((fault) => `  ${fault}`),
      ].join("\n"),
      "correct the secret, or put all five into .env: npm run setup-secrets",
    );
  }
  for (const each of contents.renamed) report.line(`takes      ${each}`);
  if (options.flag("check-live")) {
    const { liveChecks } = await import("./twilio/number.js");
    report.add(...(await liveChecks(contents.credentials)));
    if (!report.ok) throw checkFailed("the credentials are not shown to work; nothing was changed");
  }
  return contents.credentials;
}

/** The stack's policy lets only listed principals read: whoever reads it today is listed, or locked out on purpose. */
async function requireReaders(
  { session, name, setting, options, report }: Adoption,
  arn: string,
): Promise<void> {
  const lockedOut = options.texts("lock-out");
  if (lockedOut.includes(EVERYBODY)) return;
  report.progress("Looking for who reads it: CloudTrail's last 90 days, task definitions");
  const readers = await readersOf(session, arn, name);
  report.data("readers", readers);
  const listed = setting("secretReaders");
  const lost = readers.filter(
    (reader) => !listed.includes(`"${reader.arn}"`) && !lockedOut.includes(reader.arn),
  );
  if (lost.length === 0) return;
  throw checkFailed(
    [
      "the stack's policy would lock out who reads the secret today:",
      ...lost.map(shownReader),
    ].join("\n"),
    "npx pulumi config set --path 'secretReaders[0]' ARN (and let it kms:Decrypt with the stack's key), or --lock-out ARN",
  );
}

function shownReader({ arn, seen }: Reader): string {
  return `  ${arn} ${seen}`;
}

async function prepare(
  { stack, options, report }: Adoption,
  found: DescribeSecretResponse,
  credentials: TwilioCredentials,
): Promise<0 | 1> {
  const arn = found.ARN ?? "";
  const tags = (found.Tags ?? []).map(({ Key = "" }) => Key);
  if (tags.length > 0)
    report.line(`tags       ${tags.join(", ")}: the stack's own take their place`);
  report.line("values     a new version gets them; the present one stays as AWSPREVIOUS");
  if (options.flag("dry-run")) return report.verdict("A dry run: nothing was changed.", () => "");
  report.progress("Writing the stack's config");
  await writeStackSecrets(stack, credentials);
  try {
    await stack.workspace.setConfig(stack.name, "adoptSecret", { value: arn });
  } catch (error) {
    throw pulumiError(error, "writing the stack's config", stack.name);
  }
  return report.verdict("The next update takes the secret over. Next: npm run up", () => "");
}

void main(command);
