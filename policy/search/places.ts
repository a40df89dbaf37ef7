import { FILE } from "../credentials/names";
import type { Leaf } from "../tree/leaves";
import { isOfVaultPlugin, resourceTypeOf } from "../tree/owners";

/** A value with the names around it. */
export type NamedValue = Pick<Leaf, "name" | "owners" | "path" | "named" | "kind">;

/** What a value's place says of it, whatever its name. */
export interface Place {
  /** Whether the value is handed to a program: as an environment variable, a variable or a parameter. */
  readonly isSetting: boolean;
  /** Whether it is the environment of a container or of a function, in which nothing is filled in. */
  readonly isEnvironment: boolean;
  /** Whether it is text for people, such as a description. */
  readonly isProse: boolean;
  /** Whether `<name>` is filled in: in a template of EventBridge, and in a manifest that Argo CD takes from Vault. */
  readonly fillsAngleBrackets: boolean;
}

/** Names of maps whose keys are the names of environment variables. */
const ENVIRONMENT =
  /^(?:envs?|environments?|variables|vars|(?:\w+_?)?environment_?variables|containerEnv)$/i;

/** Names of further maps whose values are handed to a program. */
const SETTINGS =
  /^(?:(?:template|input|default)?parameters|parameterOverrides|build_?args|args|data|stringData|configVars|appSettings)$/i;

/** Names of lists whose pairs of a name and a value are handed to a program. */
const PAIRS = /^(?:settings|optionSettings|set|setSensitive|options)$/i;

/** Names of texts for people, of patterns that such texts are looked for with, and of what is shown to them. */
const PROSE =
  /^(?:\w*description|comment|comments|doc|documentation|message|messages|markdown|msg|title|label|labels|summary|help|note|notes|instructions?|\w*prompt|pattern|filterPattern|regex|regexString|\w*expression|query|queryString|annotations|tags?|tagsAll|displayName|log|reason|error|match|snippet|excerpt|evidence)$/i;

/** Types of resources whose texts are templates, in which the service fills in values at every place. */
const TEMPLATES =
  /^(?:aws(?:-native)?:(?:sfn|stepfunctions|codepipeline|ssm|apigateway|apigatewayv2|appsync|pipes|cloudformation)[:/]|kubernetes:(?:external-secrets\.io|secrets-store))/i;

/** Types of resources that hold a file, which a tool may fill in before a container gets it. */
const FILES = /^(?:github|gitlab|bitbucket|command|local):|^aws(?:-native)?:s3[:/]/i;

const EVENT_TEMPLATES = /^(?:inputTemplate|inputTransformer|inputPaths|inputPathsMap)$/i;

/** Names of files that people copy before they fill them in: `.env.example`, `sample.env`, `config.dist.yml`. */
const EXAMPLE_FILE =
  /\.(?:example|sample|template|tmpl|tpl|dist)(?:\.\w{1,20})?$|(?:^|[/._-])(?:example|sample|template)[\w-]{0,20}\.env$/i;

/** Whether a text is the content of a file that people copy before they fill it in. */
export function isExampleFile({ path, owners }: Pick<NamedValue, "path" | "owners">): boolean {
  const last = path.at(-1) === "text" ? path.at(-2) : path.at(-1);
  const names = [String(last ?? "")];
  for (let owner = owners; owner !== undefined; owner = owner.outer) {
    if (owner.kind === "title") names.push(owner.name);
  }
  return names.some((name) => EXAMPLE_FILE.test(name));
}

/** A name in angle brackets, with functions behind it: `<token | base64encode>`. */
export function isInAngleBrackets(text: string): boolean {
  return /^["']?<[^<>]+>["']?$/.test(text);
}

/** Names under which a value stands that takes its own name from the one around it. */
const HOLDER =
  /^(?:value|default|defaultValue|insecureValue|stringValue|parameterValue|example|#text)$/i;

/** The place of a value, by the names on the way to it. */
export function placeOf({ path, named, name, owners }: NamedValue): Place {
  const keys = path.filter((key) => typeof key === "string");
  const own = keys.at(-1) ?? "";
  const nested = named !== "pair" && HOLDER.test(own) && name !== own;
  const holder = keys.at(nested ? -3 : -2) ?? "";
  const isVariable = ENVIRONMENT.test(holder) || ENVIRONMENT.test(own);
  const isPair = named === "pair" && (PAIRS.test(holder) || keys.length === 1);
  return {
    isSetting: isVariable || SETTINGS.test(holder) || isPair,
    isEnvironment: isVariable && !isOfFile(keys) && !isFilledInAt(resourceTypeOf(owners)),
    isProse: keys.some((key) => PROSE.test(key)),
    fillsAngleBrackets: keys.some((key) => EVENT_TEMPLATES.test(key)) || isOfVaultPlugin(owners),
  };
}

/** Whether keys lead into a file, which the program that reads it may fill in. */
function isOfFile(keys: readonly string[]): boolean {
  return keys.some((key) => key === "assets" || FILE.test(key));
}

/** Whether something fills in the texts of a type of resource. */
function isFilledInAt(type: string): boolean {
  return TEMPLATES.test(type) || FILES.test(type);
}
