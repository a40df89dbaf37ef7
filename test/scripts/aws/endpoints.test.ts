import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SERVICE_NAMES } from "../../../scripts/aws/endpoints";
import { ROOT } from "../../support/program/devStack";
import { sourcesIn } from "../../support/program/sources";
import { KEYS, opened, useSts } from "./simulatedSts";

// A server of the test replaces STS. The SDK, its profiles and its credential chain are real.
describe("openAwsSession", () => {
  const sts = useSts();

  it("uses and shows the endpoint of the profile, as the SDK does", async () => {
    for (const profile of ["elsewhere", "sections"]) {
      const text = await opened({ AWS_PROFILE: profile });
      assert.ok(text.includes(`endpoint ${sts.url} (profile ${profile})`), text);
      assert.match(text, /account 123456789012/);
    }
    const ignored = { AWS_PROFILE: "elsewhere", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" };
    const proxy = { HTTPS_PROXY: "http://127.0.0.1:9" };
    assert.match(await opened({ ...ignored, ...proxy }), /^cannot reach AWS for sts/);
  });

  it("knows the endpoint variable of every service, and refuses common misspellings of it", async () => {
    const [logs, balancer] = ["http://127.0.0.1:7", "http://127.0.0.1:8"];
    const text = await opened({
      ...KEYS,
      AWS_ENDPOINT_URL_STS: sts.url,
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
      const refused = await opened({ ...KEYS, [`AWS_ENDPOINT_URL_${given}`]: sts.url });
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
});
