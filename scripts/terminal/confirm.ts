import { createInterface } from "node:readline/promises";
import { checkFailed, wrongUse } from "./scriptError";

/**
 * Asks a person on a terminal; anything but yes is a no.
 *
 * @param isAgreed - whether the command line has said yes already
 * @throws ScriptError at a no, and with exit code 2 where nobody can be asked
 */
export async function confirm(question: string, isAgreed: boolean): Promise<void> {
  if (isAgreed) return;
  const { stdin: input, stderr: output } = process;
  if (!input.isTTY) {
    throw wrongUse(`nobody can be asked here: ${question}`, "run it on a terminal, or with --yes");
  }
  const asking = createInterface({ input, output });
  try {
    const answer = await asking.question(`${question} [y/N] `);
    if (/^y(es)?$/i.test(answer.trim())) return;
    throw checkFailed("stopped: nothing further was changed", "run it again to go on");
  } finally {
    asking.close();
  }
}
