import assert from "node:assert/strict";
import { awsError } from "../../../scripts/aws/errors";
import { startWebhook } from "../../support/twilio/webhookServer";
import { IDENTITY, KEYS, NO_FILE, opened, useSts } from "./simulatedSts";

// A server of the test replaces STS. The SDK, its profiles and its credential chain are real.
describe("openAwsSession", () => {
  const sts = useSts();

  it("distinguishes the answer of a proxy or a firewall from AWS's own answers", async () => {
    const env = { ...KEYS, AWS_ENDPOINT_URL: sts.url };
    sts.answer = { status: 407, body: "" };
    assert.match(await opened(env), /^the proxy asks for a login \(HTTP 407\)/);
    for (const status of [302, 403, 511]) {
      sts.answer = { status, body: "<html>Blocked</html>" };
      assert.match(await opened(env), /in place of \S+ is not AWS \(HTTP \d+\) → check the net/);
    }
  });

  it("does not accept a sign-in page as an identity", async () => {
    for (const body of ["<html><body>Sign in</body></html>", ""]) {
      sts.answer = { status: 200, body };
      const text = await opened({ ...KEYS, AWS_ENDPOINT_URL: sts.url });
      assert.match(text, /is not AWS: it names no account|no usable answer/);
    }
  });

  it("uses HTTPS_PROXY, trusts AWS_CA_BUNDLE, and explains an unknown certificate", async () => {
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
      assert.match(
        await opened({ ...env, AWS_CA_BUNDLE: NO_FILE }),
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
