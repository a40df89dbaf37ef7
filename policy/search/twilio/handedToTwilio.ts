import { describes } from "../../credentials/names";
import { argumentsOfCalls } from "./libraryNames";
import { REACH } from "./named/nameBefore";

/** A call that makes Twilio's client, or something else that signs, with its arguments. Ruby needs no brackets. */
const CALL =
  /(?:["']twilio["']\)|\b[Tt]wilio(?:Rest)?(?:Client)?(?:(?:\.|::|\\)(?:(?:Security(?:\.|::|\\))?RequestValidator|[Ii]nit|Twilio|TwilioRestClient|(?:(?:rest|REST|Rest)(?:\.|::|\\))?Client|default|New(?:Rest)?Client\w{0,12}))?|\bNewRequestValidator|(?<![\w\\.:])(?:Client|RequestValidator|AccessToken(?:\.Builder)?))(?:(?:\.new)?[ \t]?\(((?:[^()]|\([^()]{0,80}\)){1,300})\)|\.new[ \t]([^()\n]{1,200}))/g;

/** A variable, an attribute or a property: `token`, `$token`, `@token`, `self.token`, `$this->token`. */
const VARIABLE = String.raw`[$@]?(?:\w{1,30}(?:\.|->))?([A-Za-z_]\w{0,60})`;
/** The same as an argument, which may have a name: `password=token`. */
const ARGUMENT = new RegExp(
  String.raw`^(?:\w{0,20}(?:token|secret|pass|key)\w{0,8}[ \t]?[=:][ \t]?)?&?${VARIABLE}$`,
  "i",
);

/** Length of the longest text in which a variable may have a name of one letter. In minified code a letter names many things. */
const LONGEST_WITH_LETTERS = 8192;

/** How a program signs in with a user and a password in variables. */
const SIGN_IN = [
  // `"$user:$password"`, `https://${user}:${password}@…`, `"#{user}:#{password}"`, `f"{user}:{password}"`, `"\(user):\(password)"`
  /(?:[$#]?\{{1,2}|\$\(|\$|\\\()[\w.]{1,60}[})]{0,2}:(?:[$#]?\{{1,2}|\$\(|\$|\\\()(?:\w{1,30}\.)?(\w{1,60})[})]{0,2}(?=["'`@\s]|$)/gm,
  // `ConvertTo-SecureString $password`
  /\bConvertTo-SecureString[ \t]{1,4}(?:-String[ \t]{1,4})?\$(\w{1,60})/gi,
  // `--password=$password`
  /--(?:http-)?password[= ]["']?\$\{?(\w{1,60})/g,
  // `Sprintf("%s:%s", user, password)`, `"{}:{}".format(user, password)`
  new RegExp(
    String.raw`(?:%s|\{\d?\}):(?:%s|\{\d?\})["'](?:,|\.format\(|[ \t]?%[ \t]?\()[ \t]?[\w.$]{1,60},[ \t]?${VARIABLE}`,
    "g",
  ),
  // `user + ":" + password`
  new RegExp(String.raw`["'\`]:["'\`][ \t]?(?:[+]|[.]{1,2})[ \t]?${VARIABLE}`, "g"),
  // `auth=(user, password)`, `SetBasicAuth(user, password)`, `auth: { user: user, pass: password }`
  new RegExp(
    String.raw`\b\w{0,30}auth\w{0,16}["']?[ \t]?(?:[=:][ \t]?(?:\w{1,30}\.)?\w{0,30})?[({[][^(){}[\]\n]{1,80}?[,:][ \t]?${VARIABLE}[ \t]?[)}\]]`,
    "gi",
  ),
];

/** What takes the variable itself: a check of Twilio's signature, and an option of Twilio's command line. */
const TAKES_VARIABLE = [
  // `validateRequest(token, …`
  new RegExp(String.raw`\bvalidate(?:Incoming)?Request(?:WithBody)?\(\s{0,40}${VARIABLE},`, "g"),
  // `twilio login … --auth-token $token`
  /\btwilio\b[^\n]{0,80}[ \t]--(?:auth-token|password|token|api-secret)[= ]["']?\$\{?(\w{1,60})/gi,
];

/** A variable that takes its value from another one, or from one that stands in for it: `pw = DEV`, `pw = getenv("SMS_B") ?: DEV`. */
const FROM_OTHER = new RegExp(
  String.raw`(?<![\w.$@>])${VARIABLE}[ \t]{0,4}:?=[ \t]{0,4}(?:[\w.$:!]{1,60}(?:[([][^()[\]\n]{1,60}(?:[)\]][ \t]{0,4}(?:or|\|\||\?\?|\?:)|,)|[ \t]{1,4}(?:or|\|\||\?\?|\?:))[ \t]{0,4})?${VARIABLE}\)?;?[ \t]{0,4}\r?$`,
  "gm",
);

/** A setting that takes its value from a variable: `auth_token: "{{ sms_pw }}"`, `authToken: _pw`. */
const FROM_VARIABLE =
  /(?<![A-Za-z])(?:twilio\w{0,20})?(?:auth_?token|api_?(?:key_?)?secret)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?(?:\{\{[ \t]{0,2}|\$\{?)?([A-Za-z_]\w{0,60})(?=[\s"'},)]|$)/gi;

/** How far before such a setting Twilio may be named. */
const NEAR = 200;

/**
 * The names of the variables that a program hands to Twilio as a secret: any argument of its client but the first, or the only one,
 * the password for an address at twilio.com, and the variables that these take their values from.
 *
 * It finds `AUTH_ID` in `Twilio.init(ACCOUNT, AUTH_ID)`, and nothing in `twilio(sid, read("token"))`.
 * @param library the names by which the program calls Twilio's library.
 */
export function namesHandedToTwilio(
  text: string,
  library: ReadonlySet<string>,
): ReadonlySet<string> {
  const handed = [
    ...argumentsOfClients(text, library),
    ...passwordsForTwilio(text),
    ...variablesOfSettings(text),
    ...TAKES_VARIABLE.flatMap((pattern) => [...text.matchAll(pattern)]).flatMap(
      ([, name]) => name ?? [],
    ),
  ];
  const names = [...handed, ...variablesBehind(text, new Set(handed))];
  const fewest = text.length > LONGEST_WITH_LETTERS ? 2 : 1;
  return new Set(
    names.filter((name) => {
      return name.length >= fewest && (/auth|pass/i.test(name) || !describes(name));
    }),
  );
}

function argumentsOfClients(text: string, library: ReadonlySet<string>): string[] {
  const calls = [...text.matchAll(CALL)].map(([, inBrackets, others = ""]) => inBrackets ?? others);
  return [...calls, ...argumentsOfCalls(text, library)].flatMap((given) => {
    const all = given
      .replace(/\([^()]{0,80}\)/g, "()")
      .replace(/,\s*$/, "")
      .split(",")
      .map((argument) => argument.replace(/^[\s\w.&]{0,80}\{|\}\s*$/g, "").trim())
      // `CREDS[1]` and `*CREDS` are parts of `CREDS`.
      .map((argument) => argument.replace(/^\*{1,2}(?=\w)|(?<=^\w{1,60})\[\d\]$/g, ""))
      // `conf["token"]` is the entry `token`.
      .map((argument) => argument.replace(/^\w{1,30}\[["'](\w{1,60})["']\]$/, "$1"));
    return (all.length === 1 ? all : all.slice(1)).flatMap(
      (argument) => ARGUMENT.exec(argument)?.[1] ?? [],
    );
  });
}

/** The variables that others take their values from. */
function variablesBehind(text: string, names: ReadonlySet<string>): string[] {
  if (names.size === 0) return [];
  return [...text.matchAll(FROM_OTHER)].flatMap(([, name = "", other = ""]) =>
    names.has(name) ? [other] : [],
  );
}

function variablesOfSettings(text: string): string[] {
  return [...text.matchAll(FROM_VARIABLE)].flatMap(({ 0: whole, 1: variable = "", index }) => {
    const near = text.slice(Math.max(0, index - NEAR), index + whole.length);
    return /twilio/i.test(near) ? [variable] : [];
  });
}

function passwordsForTwilio(text: string): string[] {
  if (!/\btwilio\.com/i.test(text)) return [];
  return SIGN_IN.flatMap((pattern) => [...text.matchAll(pattern)]).flatMap((match) => {
    const end = match.index + match[0].length;
    const [line = ""] = text.slice(end, end + REACH).split("\n", 1);
    if (/https?:\/\//i.test(line)) return /\btwilio\.com/i.test(line) ? (match[1] ?? []) : [];
    const around = text.slice(Math.max(0, match.index - REACH), end + REACH);
    return /\btwilio\.com/i.test(around) ? (match[1] ?? []) : [];
  });
}
