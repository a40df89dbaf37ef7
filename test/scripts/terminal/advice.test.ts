import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { adviceFor } from "../../../scripts/terminal/advice";
import { Report } from "../../../scripts/terminal/report";
import { checkFailed } from "../../../scripts/terminal/scriptError";
import { capture } from "../../support/leaks/capture";
import { temporaryFolder } from "../../support/temporaryFolder";

// Checks the texts of the commands. No command is run.
describe("adviceFor", () => {
  const of = (fix: string): string => adviceFor(fix, { stack: "prod", region: "eu-north-1" }, {});

  it("names the stack in every command that acts on one", () => {
    assert.equal(of("npm run up"), "npm run up -- --stack prod");
    assert.equal(of("npm run setup-secrets -- --up"), "npm run setup-secrets -- --stack prod --up");
    assert.equal(
      of("npm run test-twilio-secret, then: npm run up"),
      "npm run test-twilio-secret -- --stack prod, then: npm run up -- --stack prod",
    );
    assert.equal(
      of("npm run up restores the role's policy"),
      "npm run up -- --stack prod restores the role's policy",
    );
    assert.equal(
      of("then: npx pulumi refresh --clear-pending-creates"),
      "then: npx pulumi refresh --stack prod --clear-pending-creates",
    );
  });

  it("names Pulumi's CLI as the reader has it", () => {
    const bin = temporaryFolder("bin");
    const own = join(bin, "node_modules", ".bin");
    mkdirSync(own, { recursive: true });
    for (const folder of [bin, own]) writeFileSync(join(folder, "pulumi"), "#!", { mode: 0o755 });
    const named = (PATH: string): string => adviceFor("npx pulumi login", {}, { PATH });
    assert.equal(named(bin), "pulumi login");
    assert.equal(named(own), "npx pulumi login", "an npm script's own PATH is not the reader's");
    assert.equal(named(""), "npx pulumi login");
  });

  it("names the region in every command of AWS's CLI that needs one", () => {
    assert.equal(
      of("aws secretsmanager restore-secret --secret-id pipecat/x"),
      "aws secretsmanager restore-secret --secret-id pipecat/x --region eu-north-1",
    );
    assert.equal(
      of("aws ecs describe-tasks shows the whole reason"),
      "aws ecs describe-tasks --region eu-north-1 shows the whole reason",
    );
  });

  it("does not change commands that already name them, or that have neither", () => {
    for (const fix of [
      "npm run up -- --stack dev, or pass --secret-id",
      "aws ecs list-services --cluster c --region eu-west-1",
      "aws sso login",
      "npx pulumi stack ls shows the stacks",
      "npm run up-and-down",
    ]) {
      assert.equal(of(fix), fix);
    }
    assert.equal(adviceFor("npm run up", {}), "npm run up");
  });
});

describe("Report", () => {
  it("names the stack in the fixes of its checks and of its error, as soon as it knows the stack", async () => {
    const { printed } = await capture(() => {
      const report = new Report("test-twilio-secret", true, process);
      report.about({ stack: undefined });
      report.add({ name: "early", result: "fail", detail: "", fix: "npm run up" });
      report.about({ stack: "prod" });
      report.add({ name: "late", result: "fail", detail: "", fix: "npm run up" });
      report.error(checkFailed("no", "npm run test-webhook"));
      return Promise.resolve();
    });
    assert.match(printed, /"name":"early".*"cure":"npm run up"\}/);
    assert.match(printed, /"name":"late".*"cure":"npm run up -- --stack prod"\}/);
    assert.match(printed, /\n {2}→ npm run test-webhook -- --stack prod\n/);
    assert.match(printed, /"cure":"npm run test-webhook -- --stack prod"\}\n$/);
  });
});
