import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { DescribeSecretResponse } from "@aws-sdk/client-secrets-manager";
import { clientConfig } from "../aws/clientConfig";
import { awsError, isAwsError } from "../aws/errors";
import type { StackSettings } from "../stack/stackSettings";
import type { StackState } from "../stack/state";
import { checkFailed, type ScriptError } from "../terminal/scriptError";

/** Resource type of a secret. */
const SECRET = "aws:secretsmanager/secret:Secret";

/** How long to wait for AWS before the update continues without the check, in milliseconds. */
const LONGEST_LOOK_MS = 10_000;

/** The secret that a stack's config asks for. */
interface WantedSecret {
  readonly secretName: string;
  readonly region: string;
  readonly project: string;
  readonly stack: string;
  /** ARNs of the secrets that the stack's state holds. */
  readonly ownArns: readonly string[];
  /** ARN of the secret that the next update takes over, if any. */
  readonly adopted: string | undefined;
}

/** What Secrets Manager says about a name. */
type NameFinding =
  | { readonly kind: "free" }
  /** The secret is this stack's. */
  | { readonly kind: "own" }
  | { readonly kind: "taken"; readonly refusal: ScriptError }
  /** Why AWS could not be asked. */
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * Checks whether the name of a stack's secret is taken. Returns a note if AWS could not be asked.
 *
 * @throws ScriptError with the fix if the name belongs to a secret that is not in the stack's state
 */
export async function lookAtSecretName(
  of: { readonly stack: string; readonly settings: StackSettings; readonly state: StackState },
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const { settings, state } = of;
  const secretName = settings.text("secretName");
  const region = settings.text("aws:region") ?? env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"];
  if (secretName === undefined || region === undefined || region === "") return undefined;
  const finding = await lookForSecretName({
    secretName,
    region,
    project: settings.project,
    stack: of.stack,
    ownArns: state.resources.filter(({ type }) => type === SECRET).map(({ id }) => id),
    adopted: settings.text("adoptSecret"),
  });
  if (finding.kind === "taken") throw finding.refusal;
  if (finding.kind !== "unknown") return undefined;
  return `note: it was not checked whether the secret's name ${secretName} is free: ${finding.reason}`;
}

/**
 * Asks AWS whether a secret's name belongs to a secret that is not in this stack's state. Two secrets in one region cannot have
 * the same name, and a secret that is scheduled for deletion keeps its name until it is deleted.
 */
async function lookForSecretName(wanted: WantedSecret): Promise<NameFinding> {
  const { adopted, ownArns, region, secretName } = wanted;
  const client = new SecretsManagerClient({ ...clientConfig(LONGEST_LOOK_MS), region });
  try {
    const found = await client.send(new DescribeSecretCommand({ SecretId: secretName }), {
      abortSignal: AbortSignal.timeout(LONGEST_LOOK_MS),
    });
    if (ownArns.includes(found.ARN ?? "")) return { kind: "own" };
    const owner = ownerOf(found);
    // Since adoptSecret was set, another stack may have taken the secret over. Its first update has then put its tags on the
    // secret.
    const isFree = owner === undefined || isSameStack(owner, wanted);
    const isAdopted = found.ARN === adopted && found.DeletedDate === undefined;
    if (isAdopted && isFree) return { kind: "own" };
    return { kind: "taken", refusal: refusal(found, wanted) };
  } catch (error) {
    if (isAwsError(error, "ResourceNotFoundException")) return { kind: "free" };
    const call = { action: "secretsmanager:DescribeSecret", resource: secretName };
    return { kind: "unknown", reason: awsError(error, call).message };
  } finally {
    client.destroy();
  }
}

/** The stack that a secret belongs to. */
interface Owner {
  readonly project: string;
  readonly stack: string;
}

/** The stack in a secret's tags. Undefined if they name none. */
function ownerOf({ Tags = [] }: DescribeSecretResponse): Owner | undefined {
  const tags = new Map(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  const [project, stack] = [tags.get("Project"), tags.get("Stack")];
  return project === undefined || stack === undefined ? undefined : { project, stack };
}

/** Compares two owners. The tag has the stack's name without its organization and project. */
function isSameStack(owner: Owner, { project, stack }: Owner): boolean {
  return owner.project === project && owner.stack === stack.split("/").at(-1);
}

function refusal(found: DescribeSecretResponse, wanted: WantedSecret): ScriptError {
  const { adopted, region, secretName, stack } = wanted;
  const owner = ownerOf(found);
  const taken = `the secret's name ${secretName} is taken in ${region}`;
  const adopt = `npm run adopt-secret -- --stack ${stack} takes it into this stack`;
  const another = `npx pulumi config set --plaintext secretName ${otherName(secretName, stack)} --stack ${stack} gives this stack another`;
  if (found.DeletedDate !== undefined) {
    return checkFailed(
      `${taken}: a secret that is scheduled for deletion keeps it`,
      `npm run adopt-secret -- --stack ${stack} --restore restores it for this stack; or ${another}`,
    );
  }
  if (owner !== undefined && isSameStack(owner, wanted)) {
    return checkFailed(
      `${taken}: its tags say that this stack made it, but the stack's state does not hold it`,
      `${adopt}; or ${another}`,
    );
  }
  if (owner !== undefined) {
    const giveUp = `npx pulumi config rm adoptSecret --stack ${stack}, and then `;
    return checkFailed(
      `${taken}: by the stack ${owner.stack} of the project ${owner.project}, according to its tags`,
      `${found.ARN === adopted ? giveUp : ""}${another}`,
    );
  }
  return checkFailed(
    `${taken}: by a secret that no stack of this program made`,
    `${adopt}; or ${another}`,
  );
}

/** Suggests a name that no other stack uses, such as `pipecat/prod-twilio-credentials`. */
function otherName(secretName: string, stack: string): string {
  const parts = secretName.split("/");
  const last = parts.pop() ?? "";
  const short = stack.split("/").at(-1) ?? stack;
  return [...parts, `${short}-${last}`].join("/");
}
