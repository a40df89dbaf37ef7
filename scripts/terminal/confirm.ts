import { createInterface } from "node:readline/promises";
import { checkFailed, wrongUse } from "./scriptError";

/**
 * Asks a question on the terminal. Every answer but yes counts as no.
 *
 * @param isAgreed - whether the command line already says yes
 * @throws ScriptError if the answer is no; with exit code 2 if there is no terminal
 */
export async function confirm(question: string, isAgreed: boolean): Promise<void> {
  if (isAgreed) return;
  const { stdin: input, stderr: output } = process;
  if (!input.isTTY) {
    throw wrongUse(
      `there is no terminal to ask this on: ${question}`,
      "run it on a terminal, or with --yes",
    );
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
