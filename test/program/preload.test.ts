import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../support/program/devStack";
import { temporaryFolder } from "../support/temporaryFolder";

const run = promisify(execFile);
const SDK = join(ROOT, "node_modules/@pulumi/pulumi");
const PRELOAD = join(ROOT, "infra/preload.cjs");

// Shows which modules the preload leaves out, and what still works. Does not show how much time it saves: `npm run bench` measures that.
describe("the program's preload", () => {
  let folder: string;

  before(() => {
    folder = temporaryFolder("preload");
  });

  after(() => rm(folder, { recursive: true }));

  /** Runs a TypeScript file as the language host runs the program, after loading the SDK. */
  async function program(
    text: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const file = join(folder, "program.ts");
    await writeFile(file, text);
    const start = `require(${JSON.stringify(SDK)}); require(${JSON.stringify(file)});`;
    const options = { cwd: ROOT, env: { ...process.env, ...env } };
    return run(process.execPath, ["--require", PRELOAD, "--eval", start], options).then(
      ({ stdout }) => stdout.trim(),
      (error: unknown) => String(error),
    );
  }

  it("loads no module of the SDK that a preview does not use", async () => {
    const loaded = await program(
      `export {};
       require(${JSON.stringify(join(SDK, "cmd/run/tracing"))});
       const children = Object.values(require.cache).filter((each) => each?.loaded && each.children.length > 0);
       const names = children.map((each) => each?.filename ?? "");
       console.log(names.filter((name) => /npmcli|pacote|typescript.lib|automation.stack|opentelemetry.(?!api)/.test(name)).length, names.length > 50);`,
    );
    assert.equal(loaded, "0 true");
  });

  it("loads the Automation API when the program uses it", async () => {
    const loaded = await program(
      `const pulumi: typeof import("@pulumi/pulumi") = require(${JSON.stringify(SDK)});
       console.log(pulumi.automation.fullyQualifiedStackName("organization", "project", "dev"));`,
    );
    assert.equal(loaded, "organization/project/dev");
  });

  it("loads the other modules when the program serialises a function", async () => {
    const serialised = await program(
      `const pulumi: typeof import("@pulumi/pulumi") = require(${JSON.stringify(SDK)});
       const answer = 6 * 7;
       void (async () => {
         const { text } = await pulumi.runtime.serializeFunction(() => answer);
         const packages = await pulumi.runtime.computeCodePaths();
         console.log(text.includes("answer: 42"), packages.has("node_modules/dotenv"));
       })();`,
    );
    assert.equal(serialised, "true true");
  });

  it("loads the modules that send traces when tracing is on", async () => {
    const sent = await program(
      `import { createServer } from "node:http";
       const tracing = require(${JSON.stringify(join(SDK, "cmd/run/tracing"))});
       const server = createServer((request, response) => {
         let body = "";
         request.on("data", (data) => (body += data)).on("end", () => {
           console.log(request.url, body.includes('"a-span"'));
           response.end();
           process.exit();
         });
       }).listen(0, "127.0.0.1", () => {
         const address = server.address();
         if (address === null || typeof address === "string") throw new Error("no port");
         tracing.start("http://localhost:" + address.port + "/spans");
         tracing.newSpan("a-span").end();
       });`,
    );
    assert.equal(sent, "/spans true");
  });

  it("lets the SDK record no stack for a promise, unless it has to show the promises that leak", async () => {
    const stacks = await Promise.all(
      ["", "true"].map((leaks) =>
        program(
          `const { debuggablePromise } = require(${JSON.stringify(join(SDK, "runtime/debuggable"))});
           const promise = Promise.resolve();
           void debuggablePromise(promise, "context");
           console.log(promise["_debugStackTrace"].split("\\n").length > 1, Error.stackTraceLimit);`,
          { PULUMI_DEBUG_PROMISE_LEAKS: leaks },
        ),
      ),
    );
    assert.deepEqual(stacks, ["false 10", "true 10"]);
  });

  it("keeps the line and column of an error in the TypeScript source", async () => {
    const error = await program(
      `interface Nothing {\n  readonly here: true;\n}\n\nthrow new Error("thrown");\n`,
    );
    assert.match(error, /program\.ts:5:7/);
  });
});
