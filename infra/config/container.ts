import { setItem } from "./commands";
import type { ConfigReader } from "./reader";
import { RESERVED_SETTINGS } from "../service/task/environmentSettings";
import { type CredentialFinder, credentialNamed } from "../credentials/twilioCredentials";
import type { CallSettings } from "../service/callTimeouts";
import { readHttpInterface } from "./http";
import type { ConfiguredContainer } from "../service/settings";
import { volumeName } from "../service/task/container";

/** The legal name of an environment variable. */
export const ENVIRONMENT_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The container's settings. */
export function readContainer(
  reader: ConfigReader,
  stack: string,
  { callHandover, maxCallMinutes }: CallSettings,
  credentialsIn: CredentialFinder,
): ConfiguredContainer {
  return {
    stack,
    http: readHttpInterface(reader),
    maxCallMinutes,
    callHandover,
    environment: readEnvironment(reader, credentialsIn),
    healthCheckCommand: readHealthCheck(reader),
    user: reader.match("containerUser", /^[a-z0-9_-]+(:[a-z0-9_-]+)?$/i, "a user, or user:group"),
    readonlyRootFilesystem: reader.boolean("readonlyRootFilesystem"),
    writablePaths: readWritablePaths(reader),
    credentialsIn,
  };
}

function readHealthCheck(reader: ConfigReader): readonly string[] {
  const key = "healthCheckCommand";
  const command = reader.list(key);
  if (command.length === 0) return command;
  const [kind, ...words] = command;
  const isKind = kind === "CMD" || kind === "CMD-SHELL";
  if (!isKind || words.length === 0) {
    reader.faultFixedBy(
      key,
      "expected CMD or CMD-SHELL and the command",
      ...(isKind ? [] : [setItem(key, 0, "CMD-SHELL")]),
      setItem(key, 1, "COMMAND"),
    );
  }
  return command;
}

/** Characters that a volume's name may have. Source: Volume in the API reference of ECS. */
const MAX_VOLUME_NAME = 255;

function readWritablePaths(reader: ConfigReader): readonly string[] {
  const key = "writablePaths";
  const isPath = (path: string) =>
    /^(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/.test(path) && volumeName(path).length <= MAX_VOLUME_NAME;
  const paths = reader.listOf(key, isPath, "absolute paths of folders, without . and ..", "/tmp");
  const volumes = paths.map(volumeName);
  const repeated = volumes.findIndex((name, index) => volumes.indexOf(name) !== index);
  if (repeated >= 0) {
    const problem =
      "expected paths that give different volumes: each `/`, `.` and `_` becomes `-` in a volume's name";
    reader.faultFixedBy(key, problem, `rm --path '${key}[${repeated}]'`);
  }
  return paths;
}

function readEnvironment(
  reader: ConfigReader,
  credentialsIn: CredentialFinder,
): Readonly<Record<string, string>> {
  const environment: Record<string, string> = {};
  const text = reader.text("environment");
  for (const [name, value] of Object.entries(reader.object("environment"))) {
    const problem =
      settingProblem(name, value, credentialsIn) ??
      (typeof value !== "number" || isAsWritten(name, value, text)
        ? undefined
        : "a number whose text would change: quote it");
    if (problem === undefined) environment[name] = String(value);
    else {
      const shown = ENVIRONMENT_NAME.test(name) && credentialsIn(name).length === 0 ? name : "NAME";
      reader.faults.push(
        `environment.${shown}: ${problem}. Fix it: pulumi config rm --path 'environment.${shown}'`,
      );
    }
  }
  return environment;
}

function settingProblem(
  name: string,
  value: unknown,
  credentialsIn: CredentialFinder,
): string | undefined {
  if (!ENVIRONMENT_NAME.test(name)) return "expected letters, digits and _ as a name";
  if (credentialsIn(name).length > 0) return "the name holds a credential";
  if (credentialNamed(name) !== undefined)
    return "a credential is given by the Twilio secret, never here";
  if (RESERVED_SETTINGS.some((reserved) => reserved === name)) return "the stack sets this itself";
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
    return "expected a text, a number, true or false";
  }
  const found = credentialsIn(String(value));
  return found.length === 0 ? undefined : `holds the ${found.join(" and the ")}`;
}

/** Whether a number's text is the one in the config's JSON. YAML changes 1.10 and 0042 before: this check does not see that. */
function isAsWritten(name: string, value: number, json: string): boolean {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false;
  const written = new RegExp(`"${name}"\\s*:\\s*([^\\s,}]+)`).exec(json)?.[1];
  return written === String(value);
}
