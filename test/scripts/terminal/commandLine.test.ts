import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ownArguments, refuseKeptByNpm } from "../../../scripts/terminal/commandLine";
import { COMMON_OPTIONS } from "../../../scripts/terminal/options";
import { ScriptError } from "../../../scripts/terminal/scriptError";
import { readRequest } from "../../../offline/command/commandLine";
import { readCostRequest } from "../../../scripts/cost/commandLine";
import { isRecord } from "../../../offline/engine/wire";
import { ROOT } from "../../support/program/devStack";
import { runScript } from "../../support/scripts/script";
import { newCredentials } from "../../support/twilio/twilioCredentials";

const SPECS = { ...COMMON_OPTIONS, "dry-run": { type: "boolean", description: "" } } as const;

function check(args: readonly string[], env: NodeJS.ProcessEnv): string | undefined {
  try {
    refuseKeptByNpm("npm run configure-webhook", args, SPECS, env);
  } catch (error) {
    assert.ok(error instanceof ScriptError);
    assert.equal(error.exitCode, 2);
    return `${error.message} → ${error.fix ?? ""}`;
  }
  return undefined;
}

// The environment variables are those that npm 10 and 11 set. Other package managers were not tried.
describe("Options before npm's --", () => {
  it("stop the script, and the message shows the corrected command", () => {
    assert.equal(
      check([], { npm_config_dry_run: "true" }),
      "npm kept --dry-run for itself: it comes before --, or an .npmrc sets it → npm run configure-webhook -- --dry-run",
    );
    const two = check(["--json"], { npm_config_stack: "other", npm_config_dry_run: "true" });
    assert.match(two ?? "", /kept --stack, --dry-run for .* → .* -- --stack NAME --dry-run$/);
    const { TWILIO_AUTH_TOKEN } = newCredentials();
    assert.ok(!(check([], { npm_config_region: TWILIO_AUTH_TOKEN }) ?? "").includes("="));
    assert.ok(
      !(check([], { npm_config_region: TWILIO_AUTH_TOKEN }) ?? "").includes(TWILIO_AUTH_TOKEN),
    );
  });

  it("are left to npm if the script also gets them after the --, or has no such option", () => {
    const env = { npm_config_json: "true", npm_config_stack: "a" };
    assert.equal(check(["--json", "--stack=b"], env), undefined);
    const others = {
      npm_config_user_agent: "npm/10",
      npm_config_yes: "true",
      npm_config_cache: "/x",
    };
    assert.equal(check([], others), undefined);
    assert.equal(check([], { npm_config_json: "", npm_config_dry_run: "false" }), undefined);
  });

  it("stop the offline preview and the cost, too", () => {
    const env = { npm_config_config: "egress=nat-per-zone" };
    assert.throws(() => readRequest([], env), /npm kept --config for itself/);
    assert.throws(() => readCostRequest([], env), /npm kept --config for itself/);
  });
});

describe("npm run up and destroy", () => {
  it("do not start Pulumi's CLI on a stack other than the named one", async () => {
    const env = { PATH: "/nowhere", npm_config_stack: "other" };
    const { code, stderr } = await runScript("with-policy-pack", ["destroy"], { env });
    assert.equal(code, 2);
    assert.match(stderr, /^error: npm kept --stack .*\n {2}→ npm run destroy -- --stack NAME\n$/);
  });
});

describe("package.json", () => {
  it("puts a -- after every command, so that Node takes none of the command's options", () => {
    const manifest: unknown = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    assert.ok(isRecord(manifest) && isRecord(manifest["scripts"]));
    const commands = Object.values(manifest["scripts"]).filter((script) =>
      /^(tsx|node --require \S+) (scripts|offline|test)\//.test(String(script)),
    );
    assert.ok(commands.length >= 12, "package.json names the commands in another form");
    for (const command of commands)
      assert.match(
        String(command),
        /^(tsx|node --require \.\/scripts\/preload\.cjs) [\w/-]+\.ts --( |$)/,
      );
    assert.deepEqual(ownArguments(["node", "script", "--", "--json"]), ["--json"]);
    assert.deepEqual(ownArguments(["node", "script", "--json", "--"]), ["--json", "--"]);
  });
});
