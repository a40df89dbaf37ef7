import { matches } from "../access/readers";
import { textsIn } from "../stack/extraSecrets";
import { checkFailed } from "../terminal/scriptError";
import type { Adoption } from "./adoption";
import { readersOf } from "./readers";

/** Locks out whoever secretReaders does not list, known or not. */
const EVERYBODY = "everybody";

/**
 * Lets through only a secret whose present readers are all listed in secretReaders or locked out on purpose: the stack's
 * policy lets nobody else read it.
 *
 * @throws ScriptError that names the others, and how each is known
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
    const detail = `reads before ${cutOffAt.toISOString()}: the account has too many events to look at all`;
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
      "the stack's policy would lock out who reads the secret today:",
      ...lost.map((reader) => `  ${reader.arn} ${reader.seen}`),
    ].join("\n"),
    `npx pulumi config set --plaintext --path 'secretReaders[${listed.length}]' ARN --stack ${stack.name} (and let it kms:Decrypt with the stack's key), or --lock-out ARN`,
  );
}
