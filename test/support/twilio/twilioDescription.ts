import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const CACHE = resolve(__dirname, "../../../.cache/twilio-openapi");

/** Twilio's own npm package that carries its OpenAPI description, and the archive's checksum. */
const PACKAGE = "@twilio/cli-core@8.3.2";
const ARCHIVE = "twilio-cli-core-8.3.2.tgz";
const SHA512 =
  "qRTAZS15i/nseKHu2zZIb1BD78WFRVOWM65iC9JqjZdNpz5KQaiEI1klsLcWDi1pwXH9JG6pbFXJrIiYRJw/dw==";

/** The path of each description in the archive. */
const FOLDER = "package/src/services/twilio-api";

/**
 * Twilio's OpenAPI description, fetched once by npm and kept under `.cache/`. It belongs to Twilio, so it is not part of this
 * repository.
 *
 * @param api - which part of the API: numbers and calls, an account's tokens, or its keys
 * @returns undefined if npm cannot fetch the description
 * @throws if the archive has another checksum than the pinned one
 */
export async function twilioDescription(
  api: "api_v2010" | "accounts_v1" | "iam_v1" = "api_v2010",
): Promise<unknown> {
  const archive = join(CACHE, ARCHIVE);
  if (!existsSync(archive) && !(await download())) return undefined;
  const found = createHash("sha512").update(readFileSync(archive)).digest("base64");
  if (found !== SHA512) throw new Error(`${archive} is not the expected archive: delete it`);
  const file = `${FOLDER}/twilio_${api}.json`;
  const { stdout } = await run("tar", ["-xzOf", archive, file], { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout);
}

async function download(): Promise<boolean> {
  mkdirSync(CACHE, { recursive: true });
  try {
    await run("npm", ["pack", PACKAGE, "--pack-destination", CACHE, "--silent"], { cwd: CACHE });
    return true;
  } catch {
    return false;
  }
}
