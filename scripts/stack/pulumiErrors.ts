import { checkFailed, ScriptError, wrongUse } from "../terminal/scriptError";

/** Patterns of the CLI's standard error, each with a message and a fix. $FILE stands for the stack's config file. */
const KNOWN: readonly (readonly [pattern: RegExp, message: string, fix: string])[] = [
  [
    /no Pulumi\.yaml project file found|no project file found/i,
    "this folder is not in a Pulumi project",
    "go to the project's folder",
  ],
  [
    /PULUMI_ACCESS_TOKEN must be set|not logged in|run `?pulumi login/i,
    "Pulumi's CLI is not logged in",
    "npx pulumi login",
  ],
  [
    /passphrase must be set|PULUMI_CONFIG_PASSPHRASE/,
    "the stack's passphrase is not set",
    "export PULUMI_CONFIG_PASSPHRASE_FILE=… (a file with the passphrase)",
  ],
  [
    /incorrect passphrase/i,
    "the stack's passphrase is not the right one",
    "export PULUMI_CONFIG_PASSPHRASE_FILE=… (a file with the passphrase)",
  ],
  [
    /currently locked by|Another update is currently in progress/,
    "another update of this stack is running, or one was interrupted",
    "wait for it, or: npx pulumi cancel",
  ],
  [
    /a stack name may only contain|stack names? (?:may not|must)|organization name must be/i,
    "this is not a valid stack name",
    "npx pulumi stack ls shows the stacks",
  ],
  [
    /does not support environments/,
    "$FILE imports a Pulumi ESC environment, and only the backend Pulumi Cloud has those",
    "npx pulumi login, or remove environment from $FILE",
  ],
  [
    /must be of type|missing required configuration variable|configuration value .* (?:is|must)/i,
    "the stack's config has a value that Pulumi.yaml does not allow",
    "npm run preview names each, with the command that corrects it",
  ],
  [
    /invalid YAML file|expected project to be an object/,
    "$FILE is not valid: it must be YAML with a map of settings under config",
    "correct $FILE, or restore it from git",
  ],
  [
    /malformed state value|malformed salt|could not decrypt configuration values/i,
    "the encrypted values in $FILE cannot be decrypted: they do not belong to the file's encryptionsalt",
    "restore $FILE from git, encryptionsalt and values together",
  ],
  [
    /Pulumi\.[\w.-]+\.yaml: (?:operation not permitted|permission denied|read-only file system|is a directory)/,
    "$FILE cannot be read or written",
    "ls -ld $FILE shows whose it is",
  ],
];

/** The CLI cannot reach the service or the bucket that holds the state. */
const BACKEND_FAILED =
  /unable to open (state directory|bucket)|could not list bucket|error: performing HTTP request/;

/**
 * Turns an error of Pulumi's Automation API into one clear line. The error's text is never printed, because it contains the CLI's
 * whole command line and output.
 *
 * @param fix - the fix for an unknown error
 */
export function pulumiError(
  error: unknown,
  doing: string,
  stack?: string,
  fix = `npx pulumi stack${stack === undefined ? "" : ` --stack ${stack}`} shows the state`,
): ScriptError {
  if (error instanceof ScriptError) return error;
  const text = error instanceof Error ? error.message : "";
  if (/no stack named|no stack .*found/i.test(text)) return noSuchStack(stack);
  const known = KNOWN.find(([pattern]) => pattern.test(text));
  if (known !== undefined) {
    const told = (words: string): string => words.replaceAll("$FILE", () => configFile(stack));
    return wrongUse(told(known[1]), told(known[2]));
  }
  if (BACKEND_FAILED.test(text)) {
    return checkFailed(
      `Pulumi's CLI cannot reach its backend, at ${doing}`,
      "npx pulumi whoami --verbose shows which one it is, and why",
    );
  }
  return checkFailed(`Pulumi's CLI failed at ${doing}`, fix);
}

/** The name of a stack's config file. The stack may be given as ORGANIZATION/PROJECT/NAME. */
export function configFile(stack = "NAME"): string {
  return `Pulumi.${stack.split("/").at(-1) ?? stack}.yaml`;
}

/** The error for a stack that does not exist, or if no stack is selected. */
export function noSuchStack(stack: string | undefined): ScriptError {
  return stack === undefined
    ? wrongUse("no stack is selected", "pass --stack NAME, or: npx pulumi stack select")
    : wrongUse(
        `the stack ${stack} does not exist`,
        `npx pulumi stack ls shows the stacks; npx pulumi stack init ${stack} makes it`,
      );
}
