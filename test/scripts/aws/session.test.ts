import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awsError } from "../../../scripts/aws/errors";
import { SERVICE_NAMES } from "../../../scripts/aws/endpoints";
import { openAwsSession } from "../../../scripts/aws/session";
import { Report } from "../../../scripts/terminal/report";
import { ROOT } from "../../support/program/devStack";
import { sourcesIn } from "../../support/program/sources";
import { startWebhook } from "../../support/twilio/webhookServer";

const FOLDER = mkdtempSync(join(tmpdir(), "pipecat-aws-"));
const CONFIG = join(FOLDER, "config");
const SSO = "sso_start_url = https://x.example.com/start\nsso_region = eu-north-1\n";

/** As STS answers GetCallerIdentity. */
const IDENTITY = `<GetCallerIdentityResponse><GetCallerIdentityResult>
  <Arn>arn:aws:iam::123456789012:user/me</Arn><UserId>U</UserId><Account>123456789012</Account>
  </GetCallerIdentityResult></GetCallerIdentityResponse>`;

const KEYS = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

/** Opens a session with this environment and nothing of the person's own, and says how that went. */
async function opened(env: Readonly<Record<string, string>>): Promise<string> {
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

/** Leaves what `aws sso login` left for a session long ago. */
function writeExpiredToken(session: string): void {
  const folder = join(FOLDER, ".aws", "sso", "cache");
  mkdirSync(folder, { recursive: true });
  const name = createHash("sha1").update(session).digest("hex");
  const token = { accessToken: "old", expiresAt: "2020-01-01T00:00:00Z", region: "eu-north-1" };
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(token));
}

// STS is a server of the tests; the SDK, its profiles and its credential chain are the real ones.
describe("openAwsSession", () => {
  let sts: Server;
  let url = "";
  let answer: { status: number; body: string };

  before(async () => {
    sts = createHttpServer((_, response) => {
      response.writeHead(answer.status, { "content-type": "text/xml" }).end(answer.body);
    }).listen(0, "127.0.0.1");
    await once(sts, "listening");
    const address = sts.address();
    assert.ok(address !== null && typeof address === "object");
    url = `http://127.0.0.1:${address.port}`;
    writeExpiredToken("e");
    writeFileSync(
      CONFIG,
      [
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
      ].join(""),
    );
  });
  beforeEach(() => (answer = { status: 200, body: IDENTITY }));
  after(() => sts.close());

  it("names what is wrong with a profile's login, and the command that helps with it", async () => {
    for (const [profile, expected] of [
      ["mfa", /^the AWS profile mfa asks for an MFA code.* → eval "\$\(aws configure export-cred/],
      ["process", /^the credential_process of the AWS profile process gives no valid/],
      ["sso", /^the SSO login of the AWS profile sso has expired.* → aws sso login --profile sso$/],
      ["old-sso", /^the SSO login of the AWS profile old-sso has expired/],
      ["sso-expired", /^the SSO login of the AWS profile sso-expired has expired/],
      [
        "sso-half",
        /^the SSO settings of the AWS profile sso-half .* → aws configure sso --profile/,
      ],
      ["sso-nowhere", /^the AWS profile sso-nowhere names a section or a file that is not there/],
      ["token-file", /^the AWS profile token-file names a section or a file that is not there/],
      ["console", /^the login of the AWS profile console has expired.* → aws login --profile/],
      ["behind-mfa", /^the AWS profile behind-mfa asks for an MFA code/],
      ["circle", /^the AWS profile circle has no usable credentials/],
      ["empty", /^the AWS profile empty has no usable credentials → aws sts .*--profile empty/],
      ["nosuch", /^there is no AWS profile nosuch → aws configure list-profiles/],
    ] as const) {
      assert.match(await opened({ AWS_PROFILE: profile }), expected);
    }
    assert.match(await opened({}), /^no AWS credentials were found → aws sso login/);
  });

  it("distinguishes a wrong clock from wrong credentials", async () => {
    const error = (code: string, message: string): string =>
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
    const env = { ...KEYS, AWS_ENDPOINT_URL: url };
    const skewed = "Signature expired: 20200101T000000Z is now earlier than 20260101T000000Z";
    answer = { status: 403, body: error("SignatureDoesNotMatch", skewed) };
    assert.match(await opened(env), /^this machine's clock is wrong.* → set the clock/);
    answer = { status: 403, body: error("SignatureDoesNotMatch", "The request signature differs") };
    assert.match(await opened(env), /^AWS does not accept these credentials → log in again/);
    const denied =
      "User: u is not authorized to perform: sts:X with an explicit deny in a service control policy";
    answer = { status: 403, body: error("AccessDenied", denied) };
    assert.match(
      await opened(env),
      /^access denied: a service control policy .* → ask who manages/,
    );
  });

  it("tells what a proxy or a firewall answers from AWS's own answers", async () => {
    const env = { ...KEYS, AWS_ENDPOINT_URL: url };
    answer = { status: 407, body: "" };
    assert.match(await opened(env), /^the proxy asks for a login \(HTTP 407\)/);
    for (const status of [302, 403, 511]) {
      answer = { status, body: "<html>Blocked</html>" };
      assert.match(await opened(env), /in place of \S+ is not AWS \(HTTP \d+\) → check the net/);
    }
  });

  it("takes a sign-in page for no identity", async () => {
    for (const body of ["<html><body>Sign in</body></html>", ""]) {
      answer = { status: 200, body };
      const text = await opened({ ...KEYS, AWS_ENDPOINT_URL: url });
      assert.match(text, /is not AWS: it names no account|no usable answer/);
    }
  });

  it("uses and shows the endpoint of the profile, as the SDK takes it", async () => {
    for (const profile of ["elsewhere", "sections"]) {
      const text = await opened({ AWS_PROFILE: profile });
      assert.ok(text.includes(`endpoint ${url} (profile ${profile})`), text);
      assert.match(text, /account 123456789012/);
    }
    const ignored = { AWS_PROFILE: "elsewhere", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" };
    const proxy = { HTTPS_PROXY: "http://127.0.0.1:9" };
    assert.match(await opened({ ...ignored, ...proxy }), /^cannot reach AWS for sts/);
  });

  it("knows the endpoint variable of every service, and refuses the other names that people give it", async () => {
    const [logs, balancer] = ["http://127.0.0.1:7", "http://127.0.0.1:8"];
    const text = await opened({
      ...KEYS,
      AWS_ENDPOINT_URL_STS: url,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs,
      AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: balancer,
    });
    assert.ok(text.includes(`${logs} (AWS_ENDPOINT_URL_CLOUDWATCH_LOGS)`), text);
    assert.ok(text.includes(`${balancer} (AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2)`), text);
    for (const [given, meant] of [
      ["LOGS", "CLOUDWATCH_LOGS"],
      ["CLOUDWATCHLOGS", "CLOUDWATCH_LOGS"],
      ["ELBV2", "ELASTIC_LOAD_BALANCING_V2"],
      ["ELASTICLOADBALANCING", "ELASTIC_LOAD_BALANCING_V2"],
      ["SECRETSMANAGER", "SECRETS_MANAGER"],
      ["cloudtrail", "CLOUDTRAIL"],
    ] as const) {
      const refused = await opened({ ...KEYS, [`AWS_ENDPOINT_URL_${given}`]: url });
      assert.match(refused, new RegExp(`real account → name it AWS_ENDPOINT_URL_${meant}$`));
    }
    const bad = await opened({ ...KEYS, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: "127.0.0.1" });
    assert.match(bad, /^AWS_ENDPOINT_URL_CLOUDWATCH_LOGS is not an http/);
  });

  it("knows every service whose client a script makes", () => {
    const clients = sourcesIn("scripts").flatMap((file) =>
      [...readFileSync(join(ROOT, file), "utf8").matchAll(/"@aws-sdk\/client-([\w-]+)"/g)].map(
        ([, name = ""]) => name.replaceAll("-", "_").toUpperCase(),
      ),
    );
    assert.ok(new Set(clients).size >= 8);
    const known = new Set(SERVICE_NAMES);
    assert.deepEqual(
      [...new Set(clients)].filter((client) => !known.has(client)),
      [],
    );
  });

  it("goes through HTTPS_PROXY, trusts AWS_CA_BUNDLE, and says what an unknown certificate is", async () => {
    const server = await startWebhook({ body: IDENTITY });
    const { HTTPS_PROXY, NODE_EXTRA_CA_CERTS: AWS_CA_BUNDLE } = server.env;
    const AWS_ENDPOINT_URL = "https://phone.example.com";
    const env = { ...KEYS, AWS_ENDPOINT_URL, HTTPS_PROXY };
    try {
      const text = await opened({ ...env, AWS_CA_BUNDLE });
      assert.ok(text.includes(`proxy ${HTTPS_PROXY}/ (HTTPS_PROXY)`), text);
      assert.match(text, /account 123456789012/);
      assert.deepEqual([...new Set(server.tunnels)], ["phone.example.com:443"]);
      assert.match(
        await opened(env),
        /certificate that is not trusted .* → if the network inspects TLS/,
      );
      const missing = join(FOLDER, "no-ca.pem");
      assert.match(
        await opened({ ...env, AWS_CA_BUNDLE: missing }),
        /^AWS_CA_BUNDLE names .* cannot be read/,
      );
      assert.match(
        await opened({ ...env, HTTPS_PROXY: "http://a b" }),
        /^HTTPS_PROXY is not the URL of a proxy/,
      );
      assert.match(await opened({ ...env, HTTPS_PROXY: "ftp://h" }), /^HTTPS_PROXY is not the URL/);
    } finally {
      await server.stop();
    }
  });

  it("distinguishes a denial by the organization from one by the caller's own policies", () => {
    const error = Object.assign(new Error("x with an explicit deny in a resource control policy"), {
      name: "AccessDeniedException",
      $fault: "client",
    });
    const { message } = awsError(error, { action: "kms:Decrypt" });
    assert.equal(
      message,
      "access denied: a resource control policy of the organization denies kms:Decrypt",
    );
  });
});
