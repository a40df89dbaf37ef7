import assert from "node:assert/strict";
import { realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../temporaryFolder";
import { runHosted, type ScriptResult } from "./hosts";

const PATH = process.env["PATH"] ?? "";

function run(
  text: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ScriptResult> {
  const cwd = temporaryFolder("hosted");
  const script = join(cwd, "script.ts");
  writeFileSync(script, text);
  return runHosted({ script, args, env: { PATH, ...env }, cwd });
}

const SHOW = `console.log(process.pid, JSON.stringify([
  process.argv.slice(2), process.env["GIVEN"], process.cwd(), process.listenerCount("SIGTERM"),
]));`;

// Each case runs small scripts in the hosts that the other tests use. Signals and terminals are not shown: a host cannot pass them on.
describe("Scripts that share a process", function () {
  this.timeout(60_000);

  it("have their own arguments, environment, folder, listeners and exit code", async () => {
    const first = await run(
      `process.on("SIGTERM", () => undefined); process.exitCode = 3; ${SHOW}`,
      ["a"],
      { GIVEN: "1" },
    );
    const second = await run(SHOW, ["b"]);
    const [pid, shown] = first.stdout.split(/ (.*)/s);
    assert.deepEqual([first.code, second.code, first.stderr, second.stderr], [3, 0, "", ""]);
    assert.match(shown ?? "", /^\[\["a"\],"1",".*",1\]\n$/);
    assert.match(second.stdout, new RegExp(`^${pid} \\[\\["b"\\],null,".*",0\\]\n$`));
    assert.notEqual(first.stdout.split('"')[5], second.stdout.split('"')[3]);
    assert.ok(realpathSync(first.stdout.split('"')[5] ?? "").includes("hosted-"));
  });

  it("end when nothing is left to do, and no output is lost", async () => {
    const text = `setTimeout(() => { console.log("late"); process.exitCode = 1; }, 200);`;
    assert.deepEqual(await run(text), { code: 1, stdout: "late\n", stderr: "" });
  });

  it("end at process.exit and at an uncaught error, and the next script still runs", async () => {
    const exit = await run(`console.log("before"); process.exit(130);`);
    assert.deepEqual(exit, { code: 130, stdout: "before\n", stderr: "" });
    const thrown = await run(`void Promise.reject(new Error("nobody catches this"));`);
    assert.equal(thrown.code, 1);
    assert.match(thrown.stderr, /nobody catches this/);
    assert.equal((await run("")).code, 0);
  });

  it("run again if their path contains a symbolic link", async () => {
    const cwd = temporaryFolder("linked");
    const target = join(temporaryFolder("hosted"), "script.ts");
    const script = join(cwd, "link.ts");
    writeFileSync(target, `console.log("ran");`);
    symlinkSync(target, script);
    for (const time of ["first", "second"]) {
      const { stdout } = await runHosted({ script, args: [], env: { PATH }, cwd });
      assert.equal(stdout, "ran\n", time);
    }
  });

  it("run in parallel, each in a separate process", async () => {
    const pids = await Promise.all([1, 2, 3].map(() => run(`console.log(process.pid);`)));
    assert.equal(new Set(pids.map(({ stdout }) => stdout)).size, 3);
  });
});
