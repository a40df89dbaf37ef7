import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { openAwsSession } from "../../../scripts/aws/session";
import { Report } from "../../../scripts/terminal/report";
import { onLoopback, type LoopbackServer } from "../../support/loopback";
import { temporaryFolder } from "../../support/temporaryFolder";

const FOLDER = temporaryFolder("aws");
const CONFIG = join(FOLDER, "config");
const SSO = "sso_start_url = https://x.example.com/start\nsso_region = eu-north-1\n";

/** A file that does not exist. */
export const NO_FILE = join(FOLDER, "no-ca.pem");

/** STS's answer to GetCallerIdentity. */
export const IDENTITY = `<GetCallerIdentityResponse><GetCallerIdentityResult>
  <Arn>arn:aws:iam::123456789012:user/me</Arn><UserId>U</UserId><Account>123456789012</Account>
  </GetCallerIdentityResult></GetCallerIdentityResponse>`;

/** Dummy keys, as environment variables. */
export const KEYS = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

/** STS as a server of the tests, and a machine with AWS profiles of every kind. */
export interface SimulatedSts {
  url: string;
  answer: { status: number; body: string };
}

/** Gives a suite its simulated STS: started once, with the usual answer before each test, and stopped at the end. */
export function useSts(): SimulatedSts {
  const sts: SimulatedSts = { url: "", answer: { status: 200, body: IDENTITY } };
  let server: LoopbackServer | undefined;
  before(async () => {
    server = await onLoopback(
      createServer((_, response) => {
        response.writeHead(sts.answer.status, { "content-type": "text/xml" }).end(sts.answer.body);
      }),
    );
    sts.url = server.url;
    writeExpiredToken("e");
    writeFileSync(CONFIG, profiles(sts.url));
  });
  beforeEach(() => (sts.answer = { status: 200, body: IDENTITY }));
  after(() => server?.stop());
  return sts;
}

/** The text of an AWS config file. Two profiles send their requests to the server. */
function profiles(url: string): string {
  return [
    "[profile keys]\naws_access_key_id = a\naws_secret_access_key = b\n",
    `[profile mfa]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = keys\nmfa_serial = arn:aws:iam::1:mfa/me\n`,
    "[profile process]\ncredential_process = /bin/false\n",
    `[profile sso]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n[sso-session s]\n${SSO}`,
    `[profile old-sso]\n${SSO}sso_account_id = 1\nsso_role_name = r\n`,
    `[profile sso-expired]\nsso_session = e\nsso_account_id = 1\nsso_role_name = r\n[sso-session e]\n${SSO}`,
    "[profile sso-half]\nsso_session = s\n",
    "[profile sso-nowhere]\nsso_session = nowhere\nsso_account_id = 1\nsso_role_name = r\n",
    "[profile token-file]\nrole_arn = arn:aws:iam::1:role/x\nweb_identity_token_file = /no/file\n",
    "[profile console]\nlogin_session = arn:aws:iam::1:user/x\n",
    "[profile behind-mfa]\nrole_arn = arn:aws:iam::1:role/y\nsource_profile = mfa\n",
    "[profile circle]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = circle-2\n",
    "[profile circle-2]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = circle\n",
    "[profile empty]\nregion = eu-north-1\n",
    `[profile elsewhere]\nendpoint_url = ${url}\naws_access_key_id = a\naws_secret_access_key = b\n`,
    `[profile sections]\nservices = mine\naws_access_key_id = a\naws_secret_access_key = b\n[services mine]\nsts =\n  endpoint_url = ${url}\n`,
  ].join("");
}

/**
 * Opens a session with this environment, and without the user's own AWS and proxy settings. Returns the reported facts, or the error
 * and its fix.
 */
export async function opened(env: Readonly<Record<string, string>>): Promise<string> {
  const kept = { ...process.env };
  for (const name of Object.keys(process.env)) {
    if (/^AWS_|_proxy$|^NO_PROXY$|BUNDLE$/i.test(name)) Reflect.deleteProperty(process.env, name);
  }
  const files = { AWS_CONFIG_FILE: CONFIG, AWS_SHARED_CREDENTIALS_FILE: join(FOLDER, "none") };
  const own = { AWS_EC2_METADATA_DISABLED: "true", HOME: FOLDER };
  Object.assign(process.env, files, own, env);
  const report = new Report("test", true, process);
  const facts: string[] = [];
  report.fact = (_key, label, value) => void facts.push(`${label} ${value}`);
  try {
    await openAwsSession("eu-north-1", report);
    return facts.join("; ");
  } catch (error) {
    assert.ok(error instanceof Error);
    return `${error.message} → ${String(Reflect.get(error, "fix"))}`;
  } finally {
    for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, kept);
  }
}

/** Writes an expired token into the cache of `aws sso login`. */
function writeExpiredToken(session: string): void {
  const folder = join(FOLDER, ".aws", "sso", "cache");
  mkdirSync(folder, { recursive: true });
  const name = createHash("sha1").update(session).digest("hex");
  const token = { accessToken: "old", expiresAt: "2020-01-01T00:00:00Z", region: "eu-north-1" };
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(token));
}
