import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { Lab } from "../support/lab";
import { leaksIn } from "../support/leaks";
import { ROOT } from "../support/project";
import { assertOk } from "../support/run";
import { PREVIOUS_STATE, STACK, withoutMachine, withPlaceholders } from "./previousState";
import { temporaryFolder } from "../../support/temporaryFolder";

/**
 * Records the resources that a commit's program makes, for upgrade.test.ts: `npx tsx test/engine/upgrade/record.ts [COMMIT]`, by default
 * HEAD. Needs the CLI. The recorded file has placeholders in place of credentials.
 */
async function record(commit: string): Promise<void> {
  const checkout = temporaryFolder("commit");
  const archive = execFileSync("git", ["archive", commit], { cwd: ROOT, maxBuffer: 2 ** 28 });
  execFileSync("tar", ["-x", "-C", checkout], { input: archive });
  const lab = await Lab.open();
  try {
    const stack = await lab.stack(STACK, {}, checkout);
    assertOk(await stack.up());
    const state: unknown = JSON.parse(await stack.pulumi(["stack", "export", "--show-secrets"]));
    const recorded = { state: withoutMachine(state), account: lab.account.read() };
    const text = withPlaceholders(JSON.stringify(recorded, undefined, 1), stack.credentials);
    if (leaksIn(text, stack.credentials).length > 0) {
      throw new Error(
        "The state holds a credential in a form that a placeholder cannot stand for.",
      );
    }
    writeFileSync(PREVIOUS_STATE, `${text}\n`);
  } finally {
    await lab.close();
    rmSync(checkout, { recursive: true });
  }
}

void record(process.argv[2] ?? "HEAD");
