import { namesCredentials, twilioNameVerdict } from "../credentials/names";
import { isExpansion, isReference } from "../credentials/values";

/** A name and what a text gives it. */
export interface Declared {
  readonly name: string;
  readonly value: string;
}

/**
 * A line that does nothing but give one word, or nothing, to a name that says Twilio: of YAML, of properties, of a Dockerfile or
 * of a shell's settings.
 */
const LINE =
  /^([ \t]*)(?:-[ \t]{1,8})?(export[ \t]|ENV[ \t]|ARG[ \t]|set[ \t](?:-\w{1,3}[ \t])?|setx[ \t]|\$env:)?[ \t]{0,4}(["']?)([\w./-]{0,60}twilio[\w./-]{0,60})\3[ \t]{0,8}([:=]|[ \t](?=\S))[ \t]{0,8}(["']?)(<[^<>\n]{1,60}>|[^\s"'`;,(){}<>|&#]{0,200})\6[ \t]{0,8},?[ \t]{0,8}(?:#.{0,200})?\r?$/gim;

/** An element or a pair of attributes in XML; a field of a form takes a value, it has none. */
const ELEMENTS =
  /<([\w.:-]{0,60}twilio[\w.:-]{0,60})>([^<>]{0,200})<\/|<(?!input)[\w.:-]{1,40}\s{1,8}(?:name|key)="([\w.:-]{0,60}twilio[\w.:-]{0,60})"\s{1,8}value="([^"]{0,200})"/gi;

/** What stands in the place of a value where a text declares types or demands, not values. */
const TYPE =
  /^(?:\w*str(?:ing)?|text|secret|secure|number|any|bytes|bool|id|sid|required|optional|undefined|null|\w+\[.*\])[?!]?$/i;

/**
 * What a text of any kind gives to the five names themselves, nothing and placeholders too. A name that only says Twilio and
 * secret needs a value that looks like one: a text may speak of it.
 */
export function declarations(text: string): Declared[] {
  const lines = [...text.matchAll(LINE)].flatMap((match): Declared[] => {
    const [line, indent = "", command, , name = "", sign, quote = "", value = ""] = match;
    const given = { name, value };
    if (command !== undefined) return sign === " " && /^set[ \t]+$/i.test(command) ? [] : [given];
    if (sign === ":" && value === "" && quote === "") {
      return opensBlock(text, match.index + line.length, indent) ? [] : [given];
    }
    // `NAME=` and nothing else is no line of a program.
    if (sign === "=") return value === "" && /^[A-Z0-9_]+$/.test(name) ? [given] : [];
    return quote !== "" || !isCode(line, value) ? [given] : [];
  });
  const elements = [...text.matchAll(ELEMENTS)].map(
    ([, element, inside = "", attribute = "", value = ""]): Declared =>
      element === undefined ? { name: attribute, value } : { name: element, value: inside },
  );
  return [...lines, ...elements].filter(isPlain);
}

/** Whether one of the five names is given something that is no reference, or nothing. */
export function isPlain({ name, value }: Declared): boolean {
  if (isExpansion(value) || isReference(value) || namesCredentials(value)) return false;
  return twilioNameVerdict(name)?.strict === true;
}

/** Whether the next line is a part of this one's value. */
function opensBlock(text: string, end: number, indent: string): boolean {
  const next = /^\r?\n([ \t]*)(\S)/.exec(text.slice(end, end + 200));
  return next !== null && ((next[1] ?? "").length > indent.length || next[2] === "-");
}

/** Whether a colon's right side is a type, or another name of a program. */
function isCode(line: string, value: string): boolean {
  return TYPE.test(value) || /,\s*$/.test(line) || isDotted(value);
}

/** Whether a value is a name inside a program's own: `config.authToken`, `data.aws_ssm_parameter.token.value`. */
export function isDotted(value: string): boolean {
  return /^[a-z_]\w{0,30}(?:\.[a-z_]\w{0,30})+$/i.test(value);
}
