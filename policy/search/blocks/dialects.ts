/** A map of Clojure: a brace, a keyword and what it is given. */
const MAP = /\{\s{0,40}:[a-zA-Z][\w.*+!?/-]{0,80}\s{1,40}["[{:#(\w]/;

/** A value that something else fills in: `#env TWILIO_AUTH_TOKEN`. */
const FILLED_IN =
  /#(?:env|ref|secret|ssm|include)[ \t]{1,8}(?:"[^"\n]{0,120}"|[\w./-]{1,120}|\[[^[\]]{0,200}\])/g;

/** A keyword that names the value behind it, which may be a keyword as well: `:vendor :twilio`. */
const KEYWORD =
  /(?<![^\s{[(])::?([a-zA-Z][\w.*+!?/-]{0,80})(?:\s{1,40}:([\w./-]{1,80})(?=[\s}]))?/g;

/** A pair of Erlang, whose text is written as bytes: `{pass, <<"…">>}`. */
const ERLANG = /\{[a-z]\w{0,40},\s{0,20}<<"/;

/** Names inside each other on one line of CUE, before a brace: `notify: twilio: {`, `notify: twilio: #Provider & {`. */
const NAMES_IN_LINE =
  /^([ \t]*)((?:[A-Za-z_][\w-]{0,60}: ){1,8}[A-Za-z_][\w-]{0,60}: ?)(?:#\w{1,60} & )?\{$/gm;

/** A credential that Jenkins keeps, by its identifier: `credentials('twilio-token')`. */
const KEPT_BY_JENKINS = /\bcredentials\([ \t]?(["'])[\w./-]{1,80}\1[ \t]?\)/g;

/** A definition of CUE that says Twilio, before a brace: `outbound: #Twilio & {`. */
const DEFINED_AS = /^([ \t]*[A-Za-z_][\w-]{0,60}): #(\w{0,40}twilio\w{0,40}) & \{$/gim;

/** What Jsonnet writes between a name and its value, to hide or to extend it: `twilio+:: {`. */
const JSONNET_FIELD = /(?<=^[^\n"']{0,60}[\w"'])(?:\+:{1,3}|::)(?=[ \t])/gm;

/** What a plan of Terraform and a diff have before a line that adds or changes something. */
const ADDED = /^([ \t]*)[+~](?=[ \t]{1,16}[A-Za-z"])/gm;

/** A text as the reader of blocks knows it, if it is written in EDN, Clojure, Erlang, CUE or Jsonnet, or is a plan of Terraform. */
export function inKnownNotation(text: string): string {
  const added = /[+~][ \t]/.test(text) ? text.replace(ADDED, "$1 ") : text;
  const plain = added.includes("credentials(") ? added.replace(KEPT_BY_JENKINS, '"${…}"') : added;
  if (!plain.includes("{")) return plain;
  if (MAP.test(plain)) return fromClojure(plain);
  if (ERLANG.test(plain)) return fromErlang(plain);
  const fields = /\+:|::[ \t]/.test(plain) ? plain.replace(JSONNET_FIELD, ":") : plain;
  const defined = fields.replace(DEFINED_AS, "$1.$2 {");
  return defined.replace(NAMES_IN_LINE, (_, blanks: string, names: string) => {
    return `${blanks}${names.replace(/: (?=[A-Za-z_])/g, ".")}{`;
  });
}

/** The maps of Clojure in a text as JSON has them: `{:token "x"}` becomes `{"token": "x"}`. */
function fromClojure(text: string): string {
  return text
    .replace(FILLED_IN, '"${…}"')
    .replace(KEYWORD, (_, key: string, value?: string) =>
      value === undefined ? `"${key}": ` : `"${key}": "${value}"`,
    );
}

/** The pairs of Erlang in a text as JSON has them: `{pass, <<"x">>}` becomes `{pass: "x"}`. */
function fromErlang(text: string): string {
  return text.replace(/<<("[^"\n]{0,200}")>>/g, "$1").replace(/\{([a-z]\w{0,40}),(?=\s)/g, "{$1:");
}
