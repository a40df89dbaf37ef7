import { describes } from "../../../credentials/names";
import { isCredentialName, isOtherKey, namesAnother } from "../../../credentials/ownership";
import { remember } from "../../../credentials/remember";
import { withoutMarkup } from "./markupBefore";
import { identifies, isExampleOfOther } from "../otherNames";

/** How much of the text before a secret is looked at. */
export const REACH = 480;

/** How far before a secret its own name may begin. */
export const NAME_REACH = 160;

/** The last name before a secret, whatever assigns. */
const NAME_BEFORE = /(?<![\w./])([A-Za-z][\w.-]{0,80})["'`]?[\s:=,<>!([\]"'`|{?*]{1,60}$/;

/** A type between a name and its value: `authToken As String = "…"`, `token: &str = "…"`, `token: Final[str] = "…"`. */
const TYPE_BETWEEN =
  /(?:[ \t]{1,4}As[ \t]{1,4}(?:String|Text)|\??:[ \t]{0,2}(?!(?:const|let|var|export|set|OAuth)\b)(?:&?(?:'\w{1,12} )?(?:\[\]|[A-Za-z])[\w.|<>[\]? -]{0,40}[\w>\]?]))(?=[ \t]{0,4}(?<!:[ \t]{1,2}\w{1,40})=[ \t]{0,4}["'`]?$)/i;

/** A function between a name and what it returns: `SECRET = () => "…"`, `def auth_token(self): return "…"`. */
const FUNCTION_BETWEEN =
  /\([^()\n]{0,80}\)[ \t]{0,4}(?:=>[ \t]{0,4}|(?::|\{)\s{0,40}(?:if\b[^\n]{1,80}\s{1,40})?return[ \t]{1,4})(?=["'`]?$)/;

/** A condition between a name and one of the values it chooses from: `token = isTest ? "…" : "…"`. */
const CHOICE_BETWEEN =
  /(?<![=!<>])=(?![=>])[ \t]{0,4}[^=?\n]{1,60}\?[ \t]{0,4}(?:[^?:\n]{1,60}:[ \t]{0,4})?(?=["'`]$)/;

/** The length of a text that PHP writes before it: `s:5:"token";s:32:"…"`. */
const SERIALIZED = /;s:\d{1,4}:(?="$)/;

/** The rest of a read that has the secret as its fallback: `getenv("TOKEN") or "…"`, `getenv("TOKEN") ?: "…"`. */
const READ_BEFORE =
  /["'](?<=(?:tok(?:en)?|secret|pass\w{0,4}|pwd|key|auth)\w{0,8}["'])[)\]](?:\.\w{1,12})?\s{1,40}(?:or|\|\||\?\?|\?:)\s{1,60}(?=["'`]$)/i;

/** A variable that has the secret as its fallback, if its name says nothing: `token: process.env.T || "…"`. */
const VARIABLE_BEFORE =
  /(?<=[\w"'\])}])[ \t]{0,4}(?:(?<![=!<>])=(?![=>])|:)[ \t]{0,4}(?![^|?"'`\n]{0,60}(?:token|secret|pass|pwd|auth|key|sid|twilio))[\w.$]{1,60}[ \t]{0,4}(?:\|\||\?\?|\bor\b)[ \t]{0,4}(?=["'`]$)/i;

/** A hook of React between the name of a state and its first value: `[token, setToken] = useState("…")`. */
const STATE_BETWEEN =
  /,[ \t]{0,2}\w{1,60}\][ \t]{0,4}=[ \t]{0,4}(?:\w{1,20}\.)?use[A-Z]\w{0,30}(?:<[^<>()\n]{1,60}>)?\((?=["'`]$)/;

/** The path to a value in JSON, as PostgreSQL writes it: `jsonb_set(settings, '{sms,token}', '"…"')`. */
const JSON_PATH_BETWEEN =
  /["'](?:\{(?:[\w-]{1,40},){0,6}|\$\.(?:[\w-]{1,40}\.){0,6})([\w-]{1,60})\}?["'],[ \t]{0,4}(?:\w{1,20}\()?(?=["'`]{1,2}$)/;

/** A call between a name and a value that gives the value back in another form: `token = atob("…")`, `token: SecretStr("…")`. */
const FORM_BETWEEN =
  /(?:(?<![=!<>])=(?![=>])|:)[ \t]{0,4}(?:await[ \t]|new[ \t]|Some\()?(?:Secret\w{0,12}(?:::|\.)new\()?(?:\w{1,20}(?:\.|::|->)){0,3}(?:(?:atob|btoa|b64decode|decode\w{0,12}|base64_?decode|b64|from_?hex|unhexlify|str|String|string|bytes|Secret\w{0,12}|redact\w{0,4}|fromJust|trim|strip|from|of|from_str|from_utf8|toByteArray|ptr|aws\.String|pointer|literal|text|Text|Option|Argument|Just|pure|return)\((?:\w{1,12}\()?|\[\]byte\(?)(?=["'`]$)/;

/** A name in round brackets, as VB, MATLAB and Tcl write an entry: `Settings("token") = "…"`, `set twilio(token) …`. */
const ENTRY_BETWEEN =
  /\)(?:(?<=\((?:["'][\w.:/-]{1,80}["']|\w{1,40}=>\w{1,60})\))[ \t]{0,4}=[ \t]{0,4}|(?<=\bset[ \t]{1,4}\w{1,40}\(\w{1,40}\))[ \t]{1,4})(?=["'`{]?$)/;

/** A name in round brackets before a block that gives the value, as in Koin and Ruby: `single(named("token")) { "…" }`. */
const BLOCK_BETWEEN =
  /\((?:["']([\w.:/-]{1,80})["']|:(\w{1,60}))\)\)?[ \t]{0,4}(?:\{|do\b(?:[ \t]?\|\w{0,20}\|)?)\s{0,40}(?=["'`]$)/;

/** A call behind a read that gives what stands in for it, in Rust: `var("TOKEN").unwrap_or_else(|_| "…")`. */
const CLOSURE_BETWEEN =
  /\(["']([\w.:/-]{1,80})["']\)\s{0,40}\.\w{1,30}\(\|\w{0,20}\|[ \t]?(?=["'`]$)/;

/** The rest of a field of a struct in Go, up to its default: `Token string `env:"TOKEN" default:"…"``. */
const TAG_BETWEEN =
  /\n[ \t]*([A-Za-z]\w{0,40})[ \t]{1,8}[*[\]\w.]{1,40}[ \t]{1,8}`[^`\n]{0,120}\b(?:default|envDefault):(?="$)/;

/** The type that PHP shows before a text: `["token"]=> string(32) "…"`. */
const SHOWN_TYPE = /=>\s{0,40}string\(\d{1,4}\)[ \t](?="$)/;

/** A dash between a name and its value in a list for people: `Auth token - …`. */
const DASH_BETWEEN = /(?<=\w)[ \t]{1,2}(?:-{1,2}|[–—])[ \t]{1,2}(?=["'`]?$)/;

/** A remark in a cell behind a name: `| auth token (live) | …`. */
const REMARK_BETWEEN = /[ \t]\([^()|\n]{1,30}\)(?=[ \t]{0,20}\|[ \t]{0,20}["'`*]{0,3}$)/;

/** The dot before a path of jq and yq: `.image.md5 = "…`. */
const PATH_OF_JQ = /(?<=[\s|("'`])\.(?=[A-Za-z_][\w.]{0,60}[ \t]{0,2}=[ \t]{0,2}["']$)/;

/** The beginning of a block of code in Markdown with its language, which is no name. */
const FENCE = /(?<=\n)[ \t]{0,8}```[a-z]{1,12}[ \t]{0,4}\r?\n\s{0,8}$/;

/** The number of an item in an answer of Redis, whose item before is the name: `3) "token"` over `4) "…"`. */
const ITEM_BETWEEN = /(?<=["'])\r?\n[ \t]{0,4}\d{1,4}\)[ \t]{1,2}(?=["']$)/;

/** The options of `reg` between a name and its value: `reg add … /v Token /t REG_SZ /d …`. */
const REGISTRY_BETWEEN =
  /[ \t]\/v[ \t]{1,4}["']?([\w.-]{1,60})["']?(?:[ \t]{1,4}\/t[ \t]{1,4}REG_\w{1,16})?[ \t]{1,4}\/d[ \t]{1,4}(?=["']?$)/i;

/** The options of PowerShell and of cloud providers' commands, which may be continued on the next line: `-Name Token -Value …`. */
const OPTIONS_BETWEEN =
  /[ \t]-{1,2}Name[ \t]{1,4}["']?([\w.-]{1,60})["']?[\s`^\\]{1,40}-{1,2}Value[ \t]{1,4}(?=["']?$)/i;

/** A variable of a shell before what it holds by default: `${SMS_PASS:-"…"}`. */
const DEFAULT_OF_SHELL = /\$\{(\w{1,60}):?[-=](?=["']?$)/;

/** The kind of a password in a router's settings: `password 0 …`. */
const KIND_BETWEEN = /(?<=\b(?:password|secret|key))[ \t][0-9](?=[ \t]$)/;

/** The prefix of bytes in Python, and of a plain text in C#: `AUTH_TOKEN = b"…"`. */
const BYTES = /[bB@](?=["']$)(?<=[=(,:][ \t]{0,4}[bB@])/;

/** A column that SQL adds to a table, up to its default: `ADD COLUMN auth_token char(32) NOT NULL DEFAULT '…'`. */
const COLUMN_BETWEEN =
  /["'`]?\s{1,8}(?:var)?(?:char|text|character varying)(?:\(\d{1,4}\))?(?:\s{1,8}not null)?\s{1,8}default\s{1,4}(?='$)/i;

/** What begins a text of several lines in YAML. */
const BLOCK_SCALAR = /[>|][+-]?[ \t]{0,4}\r?\n[ \t]{1,40}$/;

/** The end of a remark behind a name in a list for people: `Kennwort (Token): …`. */
const REMARK_END = /(?<=\w)\)(?=:[ \t]{1,4}["'`*]{0,3}$)/;

/** Words between a name and its value that are not the name. */
const FILLER =
  /(?<!name[\s:=]{0,2}|[ \t]-\w)["'`]?[\s:=,>(["'`|{]{1,8}(?:value|is|was|ist|lautet|est|es|é|use|enter)(?=["'`]?[\s:=,>(["'`|{*]{1,10}$)/i;

/** The last name before a secret in a text, or nothing. */
export function nameBefore(before: string): string {
  return nameAtEnd(before.slice(-NAME_REACH));
}

/** Each place is asked about several times. */
const nameAtEnd = remember((text): string => {
  const plain = withoutMarkup(text)
    .replace(/\?\./g, ".")
    .replace(TYPE_BETWEEN, "")
    .replace(FUNCTION_BETWEEN, "=");
  const near = (/["'`]$/.test(plain) ? withoutCode(plain) : plain)
    .replace(FENCE, "")
    .replace(PATH_OF_JQ, "")
    .replace(BLOCK_SCALAR, "")
    .replace(COLUMN_BETWEEN, "=")
    .replace(REMARK_END, "")
    .replace(ITEM_BETWEEN, "=")
    .replace(REMARK_BETWEEN, "")
    .replace(DASH_BETWEEN, "=")
    .replace(KIND_BETWEEN, "")
    .replace(DEFAULT_OF_SHELL, " $1=")
    .replace(REGISTRY_BETWEEN, " $1=")
    .replace(OPTIONS_BETWEEN, " $1=")
    .replace(ENTRY_BETWEEN, "=")
    .replace(FILLER, "");
  return NAME_BEFORE.exec(near)?.[1] ?? "";
});

/** The same text without what code writes between a name and a value in quotes. */
function withoutCode(text: string): string {
  return text
    .replace(BYTES, "")
    .replace(SERIALIZED, ":")
    .replace(SHOWN_TYPE, "=")
    .replace(CHOICE_BETWEEN, "=")
    .replace(READ_BEFORE, "=")
    .replace(VARIABLE_BEFORE, "=")
    .replace(STATE_BETWEEN, "=")
    .replace(FORM_BETWEEN, "=")
    .replace(TYPE_BETWEEN, "")
    .replace(BLOCK_BETWEEN, " $1$2=")
    .replace(TAG_BETWEEN, " $1=")
    .replace(CLOSURE_BETWEEN, " $1=")
    .replace(JSON_PATH_BETWEEN, "$1=");
}

/** The last part of a name with dots: `token` of `self.token`. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** Whether the name before a secret describes what stands there, as a digest or a file, or says that it is another service's. */
export function isDescribed(before: string): boolean {
  const name = nameBefore(before);
  if (name === "") return false;
  if (describes(name) || identifies(name, before) || isExampleOfOther(name, before)) return true;
  if (/twilio/i.test(name)) return false;
  return namesAnother(name) || isOtherKey(name) || (isOption(before) && !isCredentialName(name));
}

/** Whether what stands before a secret is the name of an option: `--nonce=`. */
export function isOption(before: string): boolean {
  return /(?:^|[\s"'`])--[\w-]{1,60}[= ]["'`]?$/.test(before.slice(-NAME_REACH));
}

/** What continues a line at its end: a backslash in a shell, a backtick in PowerShell, a caret in a batch file. */
const CONTINUED = /(?:\\|[ \t][`^])\r?$/;

/** What stands before and behind a secret on its line, which may be continued on others. */
export function lineAround(text: string, start: number): readonly [string, string] {
  const near = text.slice(Math.max(0, start - REACH), start);
  let newline = near.lastIndexOf("\n");
  while (newline > 0 && CONTINUED.test(near.slice(Math.max(0, newline - 3), newline))) {
    newline = near.lastIndexOf("\n", newline - 1);
  }
  const rest = text.slice(start + 32, start + REACH);
  let end = rest.indexOf("\n");
  while (end > 0 && CONTINUED.test(rest.slice(Math.max(0, end - 3), end))) {
    end = rest.indexOf("\n", end + 1);
  }
  return [near.slice(newline + 1), end < 0 ? rest : rest.slice(0, end)];
}
