import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "../../support/program/devStack";
import { temporaryFolder } from "../../support/temporaryFolder";

const TSX = pathToFileURL(require.resolve("tsx")).href;

/** Stands in for the CLI: it says that it runs, and ends with 7 on a SIGTERM. */
const CLI = `#!/bin/sh
trap 'exit 7' TERM
echo running
while :; do sleep 0.1; done
`;

const RUN = `
import { runCli } from ${JSON.stringify(join(ROOT, "scripts/pulumi/runCli.ts"))};
const run = { command: "destroy", cli: process.argv[2], arguments: { args: [] }, env: process.env };
console.log(JSON.stringify(await runCli(run)));
`;

// A shell script stands in for the CLI, and the signal goes to the npm command alone: a terminal's own SIGHUP reaches the CLI as well.
describe("A run of the CLI", function () {
  this.timeout(20_000);

  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    it(`passes ${signal} on as a SIGTERM, and waits for the CLI's end`, async () => {
      const folder = temporaryFolder("cli");
      const [cli, program] = [join(folder, "cli.sh"), join(folder, "run.mts")];
      writeFileSync(cli, CLI);
      chmodSync(cli, 0o755);
      writeFileSync(program, RUN);
      const child = spawn(process.execPath, ["--import", TSX, program, cli], { cwd: folder });
      let output = "";
      child.stdout.setEncoding("utf8").on("data", (piece: string) => {
        if (output === "") child.kill(signal);
        output += piece;
      });
      await once(child, "close");
      assert.match(output, /^running\n\{"exitCode":7,"interrupts":1\}\n$/);
    });
  }
});
