import { message, type Located } from "../report/message";
import { run, type ShownResource } from "../run/run";
import { UNKNOWN } from "../tree/tree";
import { plainTexts } from "./plainTexts";

/** Reports what was found in a resource, with names that hold no piece of anything that looks secret in it. */
export async function reportLocated(
  resource: ShownResource,
  located: readonly Located[],
  cure: string,
  report: (message: string, urn?: string) => void,
): Promise<void> {
  if (located.length === 0) return;
  const texts = (await plainTexts(resource)).map(({ text }) => (text === UNKNOWN ? "" : text));
  const mask = run.guard.mask.beside(texts);
  for (const each of located)
    report(message(resource, each, mask, cure), mask.shownUrn(resource.urn));
}
