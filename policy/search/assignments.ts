import { twilioNameVerdict, type NameVerdict } from "../credentials/names";
import { isExpansion, isMereSetting, isReference } from "../credentials/values";

/** A Twilio credential's name that a text assigns something to. */
export interface Assignment extends NameVerdict {
  readonly name: string;
}

/** A whole text of lines such as `NAME=value`, as in an environment file. */
const ENVIRONMENT_LINE = /^\s*(?:#.*|(?:export\s+)?([A-Za-z_][\w.-]*)=(.*))?$/;

/** A Twilio name, what assigns, a quote, and a value without blanks. */
const ASSIGNMENTS =
  /(?<![\w$.{-])(-{0,2}[\w.-]{0,60}twilio[\w.-]{0,60})(["']?[ \t]?[:=](?!=)>?[ \t]{0,4}|[ \t])(["'`]?)([^\s"'`;,&|)}\]<>]{0,200})/gi;

/** A pair of YAML or of loose JSON, as in a manifest: `name: X`, and `value: Y` on the next line. */
const PAIRS =
  /\bname["']?:[ \t]{0,4}["']?([\w.-]{0,60}twilio[\w.-]{0,60})["']?,?\s{1,80}["']?value["']?:[ \t]{0,4}["']?([^\s"',}]{0,200})/gi;

const LONGEST_NAME = 120;

/** The Twilio credentials that a text of any kind, such as a script or an environment file, assigns in plain. */
export function twilioAssignments(text: string): Assignment[] {
  if (!/twilio/i.test(text)) return [];
  const lines = environmentFile(text);
  const assigned = lines?.filter(
    ({ name, value }) => !isExpansion(value) && namesPlainly(name, value),
  );
  return (assigned ?? inAnyText(text)).flatMap(({ name }) => {
    const verdict = twilioNameVerdict(name);
    return verdict === undefined ? [] : [{ name, credential: verdict.credential }];
  });
}

/**
 * Whether a setting stands for a Twilio credential by its name, whatever it holds: nothing and a placeholder too, but no
 * reference to where the value is kept.
 */
export function namesPlainly(name: string, value: string): boolean {
  const verdict = twilioNameVerdict(name);
  if (verdict === undefined || isReference(value)) return false;
  return verdict.credential !== undefined || !isMereSetting(value);
}

interface Line {
  readonly name: string;
  readonly value: string;
}

/** The lines of an environment file; undefined where a text is anything else. */
function environmentFile(text: string): Line[] | undefined {
  if (!text.includes("=")) return undefined;
  const lines = text.split(/\r?\n/).map((line) => ENVIRONMENT_LINE.exec(line));
  if (lines.includes(null)) return undefined;
  return lines.flatMap((line) => {
    const [, name, value = ""] = line ?? [];
    return name === undefined
      ? []
      : [{ name, value: value.trim().replace(/^(["'])(.*)\1$/, "$2") }];
  });
}

function inAnyText(text: string): Line[] {
  const pairs = [...text.matchAll(PAIRS)].map(([, name = "", value = ""]) => ({ name, value }));
  const plain = pairs.filter(({ name, value }) => !isExpansion(value) && namesPlainly(name, value));
  const assigned = [...text.matchAll(ASSIGNMENTS)].flatMap((match) => {
    const [whole, name = "", assigns = "", quote = "", value = ""] = match;
    const after = text.slice(match.index + whole.length, match.index + whole.length + 1);
    const plainly = name.length <= LONGEST_NAME && isAssigned(name, assigns, quote, value, after);
    return plainly ? [{ name, value }] : [];
  });
  return [...plain, ...assigned];
}

function isAssigned(
  name: string,
  assigns: string,
  quote: string,
  value: string,
  after: string,
): boolean {
  if (value === "" || isExpansion(value) || isReference(value) || isMereSetting(value))
    return false;
  if (quote === "`" || /[([]/.test(after) || /^[*\\({[]/.test(value)) return false;
  const flag = name.startsWith("--");
  if (!/[:=]/.test(assigns)) return flag && !value.startsWith("-");
  if (quote !== "") return true;
  // Without quotes, a colon or a blank may belong to a sentence, and words with dots to code.
  if (assigns === "=") return !/^[a-z_]+(?:\.[a-z_]+)+$/i.test(value);
  return value.length >= 6 && /\d/.test(value);
}
