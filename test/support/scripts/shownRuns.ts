import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import type { PhoneLab } from "../emulator/phoneLab";
import { runScript, type ScriptResult } from "./script";
import { stopForMissingKey } from "../emulator/serviceLab";
import { envText } from "./setupSecrets";
import { assertNoCredential } from "../twilio/twilioCredentials";

const ROOT = resolve(__dirname, "../../..");

/** The documents that show what the scripts print. */
export const DOCUMENTS = ["docs/scripts.md"];

/** A block of a document: a script's command and what it printed. */
const BLOCK = /```console\n\$ (npm run (?:setup|test|configure)-[\w-]+ -- [^\n]*)\n(.*?)```\n/gs;

/** Output of each command that the documents show: stdout and errors, without progress messages. */
export interface ShownRuns {
  readonly shown: ReadonlyMap<string, string>;
  /** The deployment that later commands need. No document shows its whole output. */
  readonly up: ScriptResult;
}

/** Runs every command that the documents show, in an order that works, on a stack that was never deployed. */
export async function shownRuns(lab: PhoneLab, own: TwilioCredentials): Promise<ShownRuns> {
  const shown = new Map<string, string>();
  const run = async (command: string, exit: number): Promise<ScriptResult> => {
    const [line = "", filter] = command.split(" | ");
    const [script = "", ...args] = line.replace("npm run ", "").replace(" -- ", " ").split(" ");
    const result = await runOnLab(lab, own, script, args);
    assert.equal(result.code, exit, result.stdout + result.stderr);
    const errors = result.stderr.replace(/^- .*\n/gm, "");
    const text = result.stdout + errors;
    shown.set(command, filter === undefined ? text : piped(text, filter));
    return result;
  };
  writeEnvFiles(lab.project.folder, own);
  await run("npm run setup-secrets -- --stack dev --check-live --dry-run", 0);
  await run("npm run setup-secrets -- --env-file bad.env", 2);
  const up = await run("npm run setup-secrets -- --stack dev --up", 0);
  await run("npm run test-twilio-secret -- --stack dev", 0);
  await run("npm run test-twilio-secret -- --secret-id pipecat/twilio --region eu-north-1", 1);
  await run("npm run test-ecs-secret-access -- --stack dev --assume-role", 0);
  await run("npm run configure-webhook -- --stack dev", 0);
  await run("npm run test-webhook -- --stack dev", 0);
  await stopForMissingKey(lab.clients, lab.service, "TWILIO_API_SID");
  await run(`npm run test-ecs-secret-access -- --stack dev | grep -A 1 "stopped tasks"`, 1);
  return { shown, up };
}

/** Runs a script on the lab and asserts that it prints no part of the credentials. */
export async function runOnLab(
  { project, env }: PhoneLab,
  own: TwilioCredentials,
  script: string,
  args: readonly string[],
): Promise<ScriptResult> {
  const result = await runScript(script, args, { cwd: project.folder, env, process: true });
  assertNoCredential(result.stdout + result.stderr, own);
  return result;
}

/** The commands in a document, each with the output that the document shows. */
export function blocksOf(document: string): readonly (readonly [command: string, text: string])[] {
  const text = readFileSync(join(ROOT, document), "utf8");
  return [...text.matchAll(BLOCK)].map(([, command = "", shown = ""]) => [command, shown]);
}

/** Writes a document's blocks anew. */
export function writeBlocks(document: string, shown: ReadonlyMap<string, string>): void {
  const file = join(ROOT, document);
  const text = readFileSync(file, "utf8").replaceAll(BLOCK, (_, command: string) => {
    const output =
      shown.get(command) ?? assert.fail(`${document} shows ${command}, which is not run`);
    return `\`\`\`console\n$ ${command}\n${output}\`\`\`\n`;
  });
  writeFileSync(file, text);
}

/** Parts of an output that differ in every run: the emulators' identifiers and ports, a duration, a date. */
const CHANGING: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "UUID"],
  [/(twilio-credentials)-[0-9a-f]{6}/g, "$1-SUFFIX"],
  [/(127\.0\.0\.1|localhost):\d+/g, "$1:PORT"],
  [/\b(subnet|nat)-[0-9a-f]+/g, "$1-ID"],
  [/\b\d+ ms\b/g, "N ms"],
  [/until \d{4}-\d\d-\d\d/g, "until DATE"],
];

/** The text without the parts that differ in every run. */
export function withoutVaryingParts(text: string): string {
  return CHANGING.reduce((rest, [pattern, name]) => rest.replaceAll(pattern, name), text);
}

function piped(text: string, filter: string): string {
  return execFileSync("sh", ["-c", filter], { input: text, encoding: "utf8" });
}

/** A valid `.env`, and a `bad.env` with four faults. */
function writeEnvFiles(folder: string, own: TwilioCredentials): void {
  writeFileSync(join(folder, ".env"), envText(own), { mode: 0o600 });
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API_SID } = own;
  const bad = envText({
    TWILIO_ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: TWILIO_AUTH_TOKEN.slice(1),
    TWILIO_PHONE_NUMBER: "changeme",
  });
  writeFileSync(join(folder, "bad.env"), `${bad}TWILIO_SID=${TWILIO_API_SID}\n`);
}
