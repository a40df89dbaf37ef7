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

/** Where the description stands in the archive. */
const FILE = "package/src/services/twilio-api/twilio_api_v2010.json";

/**
 * Twilio's published description of its API, version 2010-04-01, fetched once by npm and kept under `.cache/`; it is
 * Twilio's, so it is not part of this repository.
 *
 * @returns undefined where npm cannot fetch it
 * @throws when the archive is not the one that is expected
 */
export async function twilioDescription(): Promise<unknown> {
  const archive = join(CACHE, ARCHIVE);
  if (!existsSync(archive) && !(await download())) return undefined;
  const found = createHash("sha512").update(readFileSync(archive)).digest("base64");
  if (found !== SHA512) throw new Error(`${archive} is not the expected archive: delete it`);
  const { stdout } = await run("tar", ["-xzOf", archive, FILE], { maxBuffer: 64 * 1024 * 1024 });
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
