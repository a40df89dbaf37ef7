import { isConfidential, namesCredentials, twilioNameVerdict } from "../credentials/names";
import type { TwilioCredentialName } from "../credentials/twilioCredentials";
import { isExpansion, isMereSetting, isReference } from "../credentials/values";
import { declarations, isDotted, type Declared } from "./declarations";
import { isOpaque } from "../credentials/opaque";
import { sectionDeclarations } from "./sections";

/** A Twilio credential's name that a text assigns something to. */
export interface Assignment {
  readonly name: string;
  /** The credential that it names, or undefined where it only says Twilio and something confidential. */
  readonly credential: TwilioCredentialName | undefined;
}

/** A line of an environment file or of properties: `NAME=value`, `name = value`, a section, a comment. */
const ENVIRONMENT_LINE =
  /^\s*(?:[#;].*|\[[^\]]*\]\s*|(?:export\s+)?([A-Za-z_][\w.-]*)([ \t]*)=(|.*[^,]))?$/;

/** A Twilio name, what assigns, a quote, and a value without blanks. */
const ASSIGNMENTS =
  /(?<![\w$.{-])(-{0,2}[\w.-]{0,60}twilio[\w.-]{0,60})(["']?\]?[ \t]{0,20}(?::[ \t]?&?\w{1,20}[ \t]{1,4})?(?::=|\|\|=|\?\?=|[:=](?!=)>?)[ \t]{0,4}|[ \t])(["'`]?)([^\s"'`;,&|)}\]<>]{0,200})/gi;

/** A pair of YAML, HCL or loose JSON, as in a manifest: `name: X`, and `value: Y` behind it or on the next line. */
const PAIRS =
  /\bname["']?(?::|[ \t]{1,20}=)[ \t]{0,4}["']?([\w.-]{0,60}twilio[\w.-]{0,60})["']?(?:,\s{0,80}|\s{1,80})["']?value["']?(?::|[ \t]{1,20}=)[ \t]{0,4}["']?([^\s"',}]{0,200})/gi;

const LONGEST_NAME = 120;

/** The Twilio credentials that a text of any kind, such as a script or an environment file, assigns in plain. */
export function twilioAssignments(text: string): Assignment[] {
  if (!/twilio/i.test(text)) return [];
  const file = environmentFile(text);
  const assigned =
    file === undefined
      ? inAnyText(text)
      : file.flatMap((line) => [...(isPlainLine(line) ? [line] : []), ...inAnyText(line.value)]);
  const declared = [...declarations(text), ...sectionDeclarations(text)];
  return [...assigned, ...declared].flatMap(({ name }) => {
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
  return verdict.strict || !isMereSetting(value);
}

function isPlainLine({ name, value }: Declared): boolean {
  return !isExpansion(value) && namesPlainly(name, value);
}

/** The lines of an environment file; undefined where a text is anything else. */
function environmentFile(text: string): Declared[] | undefined {
  if (!text.includes("=")) return undefined;
  const lines = text.split(/\r?\n/).map((line) => ENVIRONMENT_LINE.exec(line));
  if (lines.includes(null)) return undefined;
  return lines.flatMap((line) => {
    const [, name, blanks = "", given = ""] = line ?? [];
    const value = given.trim().replace(/^(["'])(.*)\1$/, "$2");
    return name === undefined || (blanks !== "" && isCode(given)) ? [] : [{ name, value }];
  });
}

function inAnyText(text: string): Declared[] {
  const pairs = [...text.matchAll(PAIRS)].map(([, name = "", value = ""]) => ({ name, value }));
  const assigned = [...text.matchAll(ASSIGNMENTS)].flatMap((match) => {
    const [whole, name = "", assigns = "", quote = "", value = ""] = match;
    const end = match.index + whole.length;
    const after = text.slice(end, end + 8);
    const plainly = name.length <= LONGEST_NAME && isAssigned(name, assigns, quote, value, after);
    return plainly ? [{ name, value }] : [];
  });
  return [...pairs.filter(isPlainLine), ...assigned];
}

function isAssigned(
  name: string,
  assigns: string,
  quote: string,
  value: string,
  after: string,
): boolean {
  if (!/[0-9A-Za-z]/.test(value) || isExpansion(value) || isReference(value)) return false;
  // A number or a switch is a mistake under a credential's own name, where the name is a setting's.
  const strict = /^[A-Z0-9_]+$/.test(name) && twilioNameVerdict(name)?.strict === true;
  if (strict ? namesCredentials(value) : isMereSetting(value)) return false;
  if (quote === "`" || /^[([]/.test(after) || /^[*\\({[]/.test(value)) return false;
  const flag = name.startsWith("--");
  if (!/[:=]/.test(assigns)) return flag && !value.startsWith("-");
  if (quote !== "") return true;
  if (isDotted(value) || /\w\(/.test(value)) return false;
  // `token=token,` hands an argument on.
  if (assigns === "=") return !/^[ \t]*[,)]/.test(after) || !/^[a-z_]\w*$/i.test(value);
  // Without quotes, a colon or a blank may belong to a sentence or to code.
  if (value.length < 6 || !/\d/.test(value) || isCode(value)) return false;
  return !/^[ \t]+[A-Za-z]/.test(after);
}

/** Whether what a program assigns comes from elsewhere in it: `config.authToken`, `read('token')`, `twilioToken2;`. */
function isCode(value: string): boolean {
  const name = value.trim().replace(/;$/, "");
  if (isDotted(name) || /^[a-z_][\w.]*[[(]/i.test(name)) return true;
  return /^[a-z_]\w*$/i.test(name) && isConfidential(name) && (name.length < 16 || !isOpaque(name));
}
