import { isConfidential, namesCredentials, twilioNameVerdict } from "../credentials/names";
import { looksRandom } from "../credentials/looksRandom";
import {
  isEncrypted,
  isExpansion,
  isMasked,
  isOrdinarySetting,
  isReference,
} from "../credentials/harmlessValues";
import { isStandIn } from "./judgement";
import { isDocument } from "./statements";

/** A name and what a text gives it. */
export interface Assignment {
  readonly name: string;
  readonly value: string;
}

/** A line of an environment file or of properties: `NAME=value`, `name = value`, a section, a comment. */
const ENVIRONMENT_LINE =
  /^\s*(?:[#;].*|\[[^\]]*\]\s*|(?:export\s+)?([A-Za-z_][\w.-]*)([ \t]*)=(?!=)(|.*[^,]))?$/;

/** What stands for no value in a language. */
const NOTHING = /^(?:null|nil|None|undefined)$/;

/**
 * A pattern of values, as in a linter's rules: `TWILIO_AUTH_TOKEN=[0-9a-f]{32}`, `=\w+`, also when its backslash was taken off; and
 * what `printf` replaces: `TWILIO_AUTH_TOKEN=%s`.
 */
const PATTERN =
  /\[[^\]]{1,40}\](?:\{\d{1,4}(?:,\d{0,4})?\}|[+*])|\\[wdS](?:[+*{]|$)|^[wdS][+*{]|^%[sq](?!\w)/;

/** A text for people under a name that is no variable's, as in translations: `Auth token`, `Auth-Token`, `Telefonnummer`. */
const LABEL = /^(?:[A-Z]?[a-z]+ [A-Za-z]|\p{Lu}\p{Ll}+(?:[- ]\p{L}+)*$)/u;

/** A line of a script or a Dockerfile that sets an environment variable. */
const COMMAND_LINE =
  /^[ \t]*(export[ \t]|ENV[ \t]|ARG[ \t]|set[ \t](?:-\w{1,3}[ \t])?|setx[ \t]|\$env:)[ \t]{0,4}(["']?)([\w./-]{0,60}twilio[\w./-]{0,60})\2[ \t]{0,8}(=|[ \t](?=\S))[ \t]{0,8}(["']?)(<[^<>\n]{1,60}>|[^\s"'`;,(){}<>|&#]{0,200})\5[ \t]{0,8};?[ \t]{0,8}(?:#.{0,200})?\r?$/gim;

/** A line that gives nothing to an environment variable. */
const EMPTY_LINE = /^[ \t]*([A-Z0-9_]{0,60}TWILIO[A-Z0-9_]{0,60})=[ \t]*(?:""|'')?[ \t]*\r?$/gm;

/** A Twilio name, what assigns, a quote, and a value without blanks. */
const ANYWHERE =
  /(?<![\w$.{^-]|\/p[ \t])(-{0,2}[\w.-]{0,60}twilio[\w.-]{0,60})(["']?\]?[ \t]{0,20}(?::[ \t]?&?\w{1,20}[ \t]{1,4})?(?::=|\|\|=|\?\?=|[:=](?!=)>?)[ \t]{0,4}|[ \t])(["'`]?)(<[^<>\n]{1,60}>|[^\s"'`;,&|)}\]<>]{0,200})/gi;

/** How a sentence in quotes goes on after its first word: `"Your auth token. Keep it secret!"`. */
const REST_OF_SENTENCE = /^[ \t][^"'`\n]*(?:[.!?,:;](?=[ \t"'`])|\()/;

const LONGEST_NAME = 120;

/**
 * What a text of any kind gives to names of Twilio credentials. What a program gets counts whatever it is: lines of an environment
 * file, of a Dockerfile and of a shell. Elsewhere the value must look like a credential or a placeholder.
 *
 * It finds `export TWILIO_AUTH_TOKEN=set` and `twilioToken = "changeme"`, and leaves `TWILIO_AUTH_TOKEN missing` alone.
 * @param isProse whether the text is for people, so that nothing in it is handed to a program.
 */
export function assignmentsIn(text: string, isProse: boolean): Assignment[] {
  if (!/twilio/i.test(text)) return [];
  const lines = isProse ? undefined : environmentFile(text);
  if (lines !== undefined) {
    const inValues = lines.flatMap(({ value }) => anywhere(value, isProse));
    return [...lines.filter(isGiven), ...inValues];
  }
  return [...(isProse ? [] : commandLines(text)), ...anywhere(text, isProse)];
}

/** The lines of an environment file; undefined where a text is anything else. */
function environmentFile(text: string): Assignment[] | undefined {
  if (!text.includes("=")) return undefined;
  const lines = text.split(/\r?\n/).map((line) => ENVIRONMENT_LINE.exec(line));
  if (lines.includes(null)) return undefined;
  return lines.flatMap((line) => {
    const [, name, blanks = "", given = ""] = line ?? [];
    const value = given.trim().replace(/^(["'])(.*)\1$/, "$2");
    const isLabel = name !== undefined && /[a-z]/.test(name) && LABEL.test(value);
    if (name === undefined || isLabel) return [];
    // Blanks around the sign are another language's, in which a name stands for what it holds.
    if (blanks !== "" && (isCode(given) || NOTHING.test(value) || isMasked(value))) return [];
    return [{ name, value }];
  });
}

function isGiven({ name, value }: Assignment): boolean {
  const verdict = twilioNameVerdict(name);
  if (verdict === undefined || isReference(value) || isEncrypted(value) || isExpansion(value)) {
    return false;
  }
  if (PATTERN.test(value)) return false;
  return verdict.takesReferencesOnly || !isOrdinarySetting(value);
}

function commandLines(text: string): Assignment[] {
  const commands = [...text.matchAll(COMMAND_LINE)].flatMap((match): Assignment[] => {
    const [, command = "", , name = "", sign, , value = ""] = match;
    const takesBlank = /^(?:ENV|ARG|setx|set[ \t]+-)/.test(command);
    return sign === "=" || takesBlank || isStandIn(value) ? [{ name, value }] : [];
  });
  const emptyLines = isDocument(text) ? [] : text.matchAll(EMPTY_LINE);
  const empty = [...emptyLines].map(([, name = ""]) => ({ name, value: "" }));
  return [...commands, ...empty].filter(
    ({ name, value }) =>
      isGiven({ name, value }) &&
      !namesCredentials(value) &&
      twilioNameVerdict(name)?.takesReferencesOnly === true,
  );
}

/** An option of `gcloud` that maps variables to secrets: `--set-secrets TOKEN=twilio-token:latest,KEY=…`. */
const REFERENCES = /--(?:set|update)-secrets[= ]\S+/g;

function anywhere(asWritten: string, isProse: boolean): Assignment[] {
  const text = asWritten.replace(REFERENCES, "");
  return [...text.matchAll(ANYWHERE)].flatMap((match) => {
    const [whole, name = "", assigns = "", quote = "", value = ""] = match;
    const end = match.index + whole.length;
    const after = text.slice(end, end + 120);
    if (name.length > LONGEST_NAME || twilioNameVerdict(name) === undefined) return [];
    if (!isAssigned({ name, assigns, quote, value, after })) return [];
    const counts =
      (!isProse && isForProgram({ name, assigns, quote, value, after })) ||
      isStandInAfter(name, assigns, value);
    return counts ? [{ name, value }] : [];
  });
}

interface Match extends Assignment {
  readonly assigns: string;
  readonly quote: string;
  readonly after: string;
}

function isAssigned({ name, assigns, quote, value, after }: Match): boolean {
  if (!/[0-9A-Za-z]/.test(value) || isExpansion(value) || isReference(value)) return false;
  if (isEncrypted(value) || isMasked(value) || PATTERN.test(value)) return false;
  if (/\[[\w-]{2,40}$/.test(value) && after.startsWith("]")) return false;
  // The quote ends a text to which a program adds a value: `"TOKEN="+config.token`.
  if (/^\+[A-Za-z_(]/.test(value)) return false;
  // A number or a switch is a mistake under a credential's own name, where the name is a setting's.
  const strict = /^[A-Z0-9_]+$/.test(name) && twilioNameVerdict(name)?.takesReferencesOnly === true;
  if (strict ? namesCredentials(value) : isOrdinarySetting(value)) return false;
  if (quote === "`" || /^[([]/.test(after) || /^[*\\({[]/.test(value)) return false;
  if (!/[:=]/.test(assigns))
    // CDK names a resource and then its logical id: `TwilioAuthToken TwilioAuthToken4F3A…`.
    // A command gives what comes next another name: `annotate secret twilio-auth-token build=…`.
    return value.startsWith(name) || /^\w[\w.-]*=/.test(value)
      ? false
      : name.startsWith("--")
        ? !value.startsWith("-")
        : isStandIn(value);
  if (quote !== "") return !REST_OF_SENTENCE.test(after);
  if (isDotted(value) || /\w\(/.test(value)) return false;
  // `token=token,` hands an argument on.
  if (assigns === "=") return !/^[ \t]*[,)]/.test(after) || !/^[a-z_]\w*$/i.test(value);
  return !isCode(value);
}

/** Whether an assignment is one of a shell, a query or a command, which nothing but a program reads. */
function isForProgram({ name, assigns, quote, value, after }: Match): boolean {
  if (assigns !== "=" || name.startsWith("--") || value.startsWith("<")) return false;
  if (/[a-z]/.test(name) && LABEL.test(value)) return false;
  return /^[A-Z0-9_]+$/.test(name) || (quote === "" && !/^[ \t]+[A-Za-z]/.test(after));
}

function isStandInAfter(name: string, assigns: string, value: string): boolean {
  // Help for a command writes `--token <token>`.
  if (value.startsWith("<") && (name.startsWith("--") || assigns === "=")) return false;
  return isStandIn(value, twilioNameVerdict(name)?.credential === "TWILIO_PHONE_NUMBER");
}

/** Whether what a program assigns comes from elsewhere in it: `config.authToken`, `read('token')`, `twilioToken2;`. */
function isCode(value: string): boolean {
  const name = value.trim().replace(/;$/, "");
  if (isDotted(name.split(" ", 1)[0] ?? "") || /^[a-z_][\w.]*[[(]/i.test(name)) return true;
  return (
    /^[a-z_]\w*$/i.test(name) && isConfidential(name) && (name.length < 16 || !looksRandom(name))
  );
}

/** Whether a value is a name inside a program's own: `config.authToken`, `data.aws_ssm_parameter.token.value`. */
export function isDotted(value: string): boolean {
  return /^[a-z_]\w{0,30}(?:\.[a-z_]\w{0,30})+$/i.test(value);
}
