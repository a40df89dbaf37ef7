import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { runScript, type ScriptResult } from "../scripts/script";
import { envText, setup } from "../scripts/setupSecrets";
import { makeStackProject, type StackProject } from "../scripts/stackProject";
import { SimulatedTwilioAccount } from "../twilio/rotation/account";
import { RotationServer } from "../twilio/rotation/server";
import { SECRET_ARN, SimulatedCloud } from "./cloud";
import { PhoneLine } from "./phoneLine";

/** The call that promotes the next token. */
export const PROMOTE = "POST /v1/AuthTokens/Promote";

/**
 * Program of the stack. In each update, but not in a preview, it records the stack's credentials in a file. It exports the outputs of
 * a real stack. While a file `hold` exists, an update waits first, and a file `held` shows this. The content "end" ends the program.
 */
const PROGRAM = (folder: string, outputs: object): string => `
const pulumi = require("@pulumi/pulumi");
const fs = require("node:fs");
const config = new pulumi.Config();
const values = {
  TWILIO_ACCOUNT_SID: config.get("twilioAccountSid"),
  TWILIO_AUTH_TOKEN: config.get("twilioAuthToken"),
  TWILIO_PHONE_NUMBER: config.get("twilioPhoneNumber"),
  TWILIO_API_SID: config.get("twilioApiSid"),
  TWILIO_API_SECRET: config.get("twilioApiSecret"),
};
const next = config.get("twilioAuthTokenNext");
if (next) values.TWILIO_AUTH_TOKEN_NEXT = next;
const inFolder = (name) => ${JSON.stringify(folder)} + "/" + name;
const file = inFolder("updates.jsonl");
const line = JSON.stringify(values) + "\\n";
module.exports = async () => {
  const outputs = ${JSON.stringify(outputs)};
  if (pulumi.runtime.isDryRun()) return outputs;
  while (fs.existsSync(inFolder("hold"))) {
    fs.writeFileSync(inFolder("held"), "");
    if (fs.readFileSync(inFolder("hold"), "utf8") === "end") process.exit(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const before = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  if (!before.endsWith(line)) fs.appendFileSync(file, line, { mode: 0o600 });
  return outputs;
};
`;

/**
 * Everything that rotate-credentials works on: a stack with Pulumi's real CLI and the policy pack, a phone line that checks
 * signatures, and simulated accounts at AWS and Twilio.
 */
export class RotationLab {
  readonly account = new SimulatedTwilioAccount();
  readonly twilio = new RotationServer(this.account);
  readonly cloud: SimulatedCloud;
  readonly line: PhoneLine;
  /** The environment of the scripts. */
  env: Readonly<Record<string, string>> = {};

  private constructor(readonly project: StackProject) {
    this.cloud = new SimulatedCloud(join(project.folder, "updates.jsonl"));
    this.line = new PhoneLine(() => this.cloud.tasks());
  }

  /** Makes the stack and deploys it once. */
  static async open(): Promise<RotationLab> {
    const lab = new RotationLab(await makeStackProject());
    const key = lab.account.createKey("made by hand");
    assert.ok(key !== undefined);
    const [twilio, cloud] = await Promise.all([
      lab.twilio.start(),
      lab.cloud.start(),
      lab.line.start(),
    ]);
    lab.env = {
      ...lab.project.env,
      AWS_ENDPOINT_URL: cloud,
      TWILIO_BASE_URL: twilio,
      NODE_EXTRA_CA_CERTS: lab.line.caFile,
      XDG_STATE_HOME: join(lab.project.folder, "state-home"),
    };
    const outputs = {
      secretArn: SECRET_ARN,
      clusterName: "phone",
      serviceName: "phone",
      webhookUrl: lab.line.webhookUrl.href,
      mediaStreamUrl: lab.line.mediaStreamUrl.href,
    };
    writeFileSync(join(lab.project.folder, "index.js"), PROGRAM(lab.project.folder, outputs));
    const own = lab.credentials();
    await setup(own, own, ["--stack", "dev"], { cwd: lab.project.folder, env: lab.env });
    await lab.project.pulumi("up", "--yes", "--skip-preview", "--stack", "dev");
    return lab;
  }

  /** The account's present credentials, with the key that was made last. */
  credentials(): TwilioCredentials {
    return this.account.credentials();
  }

  /** Runs a script in the project's folder. */
  async run(
    script: string,
    args: readonly string[],
    onStart?: (child: ChildProcess) => void,
    env: Readonly<Record<string, string>> = {},
  ): Promise<ScriptResult> {
    const options = { cwd: this.project.folder, env: { ...this.env, ...env } };
    return runScript(script, args, onStart === undefined ? options : { ...options, onStart });
  }

  /** Runs rotate-credentials without prompts and without waiting for Twilio's edges. */
  rotate(args: readonly string[], onStart?: (child: ChildProcess) => void): Promise<ScriptResult> {
    const quick = ["--stack", "dev", "--yes", "--wait-after-promotion", "0"];
    return this.run("rotate-credentials", [...quick, ...args], onStart);
  }

  /** Runs rotate-credentials up to the promotion. The call fails before Twilio has promoted the token. */
  async rotateToPromotion(): Promise<void> {
    this.twilio.faults.push({ call: PROMOTE, moment: "before", kind: "500" });
    const { code, stdout, stderr } = await this.rotate(["--token"]);
    assert.equal(code, 1, stdout + stderr);
  }

  /**
   * Pauses the next update while Pulumi has locked the stack, and runs `work` during the pause.
   *
   * @param then - what the update does after `work`: it continues, or its program ends
   */
  async holdUpdate(work: () => unknown, then: "go on" | "end" = "go on"): Promise<void> {
    const [hold, held] = [join(this.project.folder, "hold"), join(this.project.folder, "held")];
    rmSync(held, { force: true });
    writeFileSync(hold, "");
    try {
      while (!existsSync(held)) await sleep(20);
      await work();
    } finally {
      if (then === "end") {
        writeFileSync(hold, then);
        // The program may have ended already, because its engine was killed.
        await sleep(500);
      }
      rmSync(hold, { force: true });
    }
  }

  /** The stack's config, decrypted: values by key without the namespace. */
  async config(): Promise<Readonly<Record<string, string>>> {
    const json: unknown = JSON.parse(
      await this.project.pulumi("config", "--show-secrets", "--json"),
    );
    assert.ok(typeof json === "object" && json !== null);
    return Object.fromEntries(
      Object.entries(json).map(([key, entry]) => [
        key.replace("pipecat-phone-service:", ""),
        String(Reflect.get(Object(entry), "value")),
      ]),
    );
  }

  /** Writes the credentials' file. */
  writeEnvFile(credentials: TwilioCredentials): void {
    writeFileSync(join(this.project.folder, ".env"), envText(credentials));
  }

  async close(): Promise<void> {
    await Promise.all([this.twilio.stop(), this.cloud.stop(), this.line.stop()]);
  }
}
