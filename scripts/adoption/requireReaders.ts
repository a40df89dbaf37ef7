import { matches } from "../access/readers";
import { textsIn } from "../stack/extraSecrets";
import { checkFailed } from "../terminal/scriptError";
import type { Adoption } from "./adoption";
import { readersOf } from "./readers";

/** The value of --lock-out that accepts the loss of every reader that secretReaders does not list. */
const EVERYBODY = "everybody";

/**
 * Requires that every present reader of the secret is listed in secretReaders or in --lock-out, because the stack's policy denies
 * all other readers.
 *
 * @throws ScriptError that names the other readers, and how each is known
 */
export async function requireReaders(
  { stack, session, name, setting, options, report }: Adoption,
  arn: string,
): Promise<void> {
  const lockedOut = options.texts("lock-out");
  if (lockedOut.includes(EVERYBODY)) return;
  report.progress("Looking for who reads it: CloudTrail's last 90 days, task definitions");
  const { readers, cutOffAt } = await readersOf(session, { arn, name }, (events) => {
    report.progress(`Reading CloudTrail's event history: ${events} events, 50 a second`);
  });
  report.data("readers", readers);
  if (cutOffAt !== undefined) {
    const detail = `reads before ${cutOffAt.toISOString()}: the account has too many events to read them all`;
    report.add({ name: "not shown", result: "note", detail });
  }
  const listed = textsIn(setting("secretReaders"));
  const lost = readers.filter(
    (reader) =>
      !listed.some((pattern) => matches(pattern, reader.arn)) && !lockedOut.includes(reader.arn),
  );
  if (lost.length === 0) return;
  throw checkFailed(
    [
      "the stack's policy would lock out these readers of the secret:",
      ...lost.map((reader) => `  ${reader.arn} ${reader.seen}`),
    ].join("\n"),
    `npx pulumi config set --plaintext --path 'secretReaders[${listed.length}]' ARN --stack ${stack.name} (and allow it kms:Decrypt with the stack's key), or --lock-out ARN`,
  );
}
