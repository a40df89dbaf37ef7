import { twilioNameVerdict } from "../credentials/names";
import { placeOf, type Place } from "./places";
import type { Statement } from "./statements";

/** The place of a value inside a text. What a program does with a name is no setting, and a tool may fill in values everywhere. */
export function placeInText(statement: Statement, isProse: boolean, outside: number): Place {
  const place = placeOf(statement);
  // `credentials("twilio-token")` names the place where a pipeline keeps the value.
  const isArgument = typeof statement.path.at(-1) === "number";
  const isName = isArgument && twilioNameVerdict(statement.text) !== undefined;
  // Words for people are no value: `Args:` in the documentation of a function, `NAME (set for voice)`.
  const isRemark = /\s/.test(statement.text) && (isArgument || statement.path.includes("Args"));
  // A length, as in `"x".repeat(32)`.
  const isLength = isArgument && /^\d{1,4}$/.test(statement.text);
  const isSetting =
    !isProse &&
    !place.isProse &&
    !isName &&
    !isRemark &&
    !isLength &&
    !isArgumentData(statement.path, outside) &&
    !isOfProcess(statement.path) &&
    !isProgram(statement.text) &&
    (place.isSetting || statement.isEmptyVariable === true);
  return { ...place, isSetting, isEnvironment: false };
}

/** Whether a value stands in the `data` of a call, such as `create({ data: { twilioSid: … } })`, which is no ConfigMap's. */
function isArgumentData(path: Statement["path"], outside: number): boolean {
  const data = path.lastIndexOf("data");
  const isArgument = typeof path[data - 1] === "number" && path[data - 2] !== "items";
  return data >= path.length - 3 && data - 1 > outside && isArgument;
}

/** Whether a program puts a value into its own environment, as a test does: `process.env.TWILIO_AUTH_TOKEN = "auth-token"`. */
function isOfProcess(path: Statement["path"]): boolean {
  return path.at(-3) === "process" && path.at(-2) === "env";
}

/** Whether a value is one of a program's own names, a call, or a type. */
function isProgram(text: string): boolean {
  return (
    /^!{1,2}[A-Za-z_]|^[A-Za-z_][\w.?]{0,60}!? (?:\?\?|\|\||&&|or|\?) |^[A-Za-z_]\w{0,60}(?:\.[\w-]{1,60})+[;,]?$|[\w\]][([]|^(["'`]).{0,60}\1\.[a-z]|^(?:str|string|secret|number|any|bytes|bool|id|required|optional|undefined|null|none)(?: \| (?:string|undefined|null))?[?!]?$/i.test(
      text,
    ) || /^[a-z_]\w*(?:token|sid|secret|key|password|number)\d?[;,]?$/i.test(text)
  );
}
