/** Words before a name: `public static`, `declare -A`, `Map<String, String>`. */
const MODIFIERS = String.raw`(?:(?:export|const|let|var|final|static|public|private|readonly|string|val|local|dim|(?:declare|typeset)(?:[ \t]-[a-z]{1,3})?|[a-z]\w{0,40}<[\w.,?<> \t[\]]{1,80}>(?:\[\])?)[ \t]{1,8}){0,4}`;

/** A type of a pointer before a name, in C and Objective-C. */
const POINTER = String.raw`(?:[a-z]\w{1,40}[ \t]{0,2}\*{1,2}[ \t]{0,2})?`;

/** The sign before a text, a list or an object in Objective-C: `@"x"`, `@{…}`. */
const LITERAL = String.raw`(?:[ \t]{0,8}@(?=["{[]))?`;

/** A name and what assigns, inside brackets: `name: `, `[name]=`, `"name" => `, `"name" to `. */
export const KEY_INSIDE = new RegExp(
  String.raw`${MODIFIERS}${POINTER}\[?@?(["'\`]?)(-{0,2}(?:Fn::)?[\w.$@/-]{1,120})\1\]?[?!]?[ \t]{0,8}(=>|:=|\?\?=|\|\|=|:(?![:=]|\/\/)|=(?![=>])|(?<=["'][ \t]{1,8})(?:to|->)(?=[ \t]))${LITERAL}`,
  "iy",
);

/**
 * The same on a line of its own, where a colon only assigns before a blank. YAML's `<<` is a name as well. A class of Python has its
 * bases behind its name: `class TwilioSettings(BaseModel):`.
 */
export const KEY_OF_LINE = new RegExp(
  String.raw`(?:(?:class|ENV|ARG)[ \t]{1,8})?${MODIFIERS}${POINTER}\[?(["'\`]?)(<<(?=:)|(?:[A-Z]\w{0,40}\\{1,2}){1,6}\w{1,40}|-{0,2}(?:[\w.$@/:-]|\[\d{1,3}\]){1,120}?(?:\."[\w.-]{1,80}"[\w.-]{0,60})?)\1\]?[?!]?(?:\([^()\n]{0,160}\)(?=:[ \t]*\r?\n))?[ \t]{0,8}(=>|:=|\?\?=|\|\|=|:(?=\s|$)|=(?![=>]))${LITERAL}`,
  "iy",
);

/** The next name in an array of a shell, which puts only a blank before it: `([sid]=x [token]=y)`. */
export const NEXT_OF_SHELL = /(?<=[ \t])\[["']?[\w.-]{1,60}["']?\]=/y;

/** A block of HCL with its labels, a call, a decorator, or a class: what stands before an opening bracket. */
export const HEADER =
  /@?(?:(?:export|public|private|internal|static|final|abstract|class|struct|enum|extension|trait|interface|module|namespace|object|await|return|yield|new|throw|defer)[ \t]{1,8}){0,4}([\w.$-]{1,120})((?:[ \t]{1,8}["'][^"'\n]{0,120}["']){0,3})(?:[ \t]{1,4}(?:extends|implements|with)[ \t][^{(\n]{1,120})?[ \t]{0,8}(?=[{(])/y;

/** A text in quotes. */
export const QUOTED = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/y;
/** What adds a value to a text, which is then read as a template: `"TOKEN="+config.token`, `"TOKEN=" . $token`. */
export const ADDED_VALUE = /[ \t]{0,4}(?:\+|\.(?=[ \t]{0,4}\$))[ \t]{0,4}[A-Za-z_$(][\w.$]{0,100}/y;
/** What stands before a text in quotes in Python and C#: `f"…"`, `@"…"`. */
export const PREFIX_OF_TEXT = /[frbu@$]{1,2}(?=["'])/iy;
/** The head of a section in TOML or INI. */
export const SECTION = /\[{1,2}(["\w .:/@-]{1,120})\]{1,2}[ \t]*\r?$/my;
/** What a comment begins with. */
export const COMMENT = /(?:#|\/\/|--[ \t]|;|<!--)/y;
/** Blanks, if there are any. */
export const BLANKS = /[ \t\r]*/y;
/** Text up to what may end a value inside brackets. */
export const WORD_INSIDE = /[^,;\n{}[\]()"'`]+/y;
/** What is left of a line. */
export const REST_OF_LINE = /[^\n]*/y;
/** What announces a text over several lines in YAML. */
export const BLOCK_TEXT = /^(?:![\w!-]{1,40}[ \t]+)?[|>][-+\d]{0,2}(?:[ \t]+#.*)?$/;
/** The call behind another one that gives a default: `z.string().min(32).default("…")`. */
export const DEFAULT_BEHIND =
  /(?:\s{0,40}\.\w{1,20}\([^()\n]{0,80}\)){0,6}\s{0,40}\.(?:default|catch|fallback|withDefault|orElse|getOrElse|unwrap_or)\((?=(["'`])(?!\1))/y;
/** The bracket that closes each bracket. */
export const CLOSERS: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };

/** Most characters of a value that is kept; longer ones are no settings. */
export const LONGEST_VALUE = 4096;
