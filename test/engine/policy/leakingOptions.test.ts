import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { EngineStack } from "../support/engineStack";
import { useLab } from "../support/lab";
import { leaksIn } from "../support/leaks";

/** Options and environment variables that would write a credential to a file or a log. The commands refuse them. */
const REFUSED: readonly (readonly [
  args: readonly string[],
  env: Readonly<Record<string, string>>,
])[] = [
  [["--tracing=file:./t.trace"], {}],
  [[], { PULUMI_OPTION_TRACING: "file:./t.trace" }],
  [["-dv9"], {}],
  [["-v=+9"], {}],
  [["--verbose=0xb"], {}],
  [["-v=0o13"], {}],
  [[], { PULUMI_OPTION_VERBOSE: "11" }],
  [[], { PULUMI_DEBUG_GRPC: "./calls.json" }],
];

/** Options that make the CLI print more but no credential. The commands pass them on. */
const ALLOWED = [
  ["-dv8", "--logtostderr"],
  ["-v=8"],
  ["--json"],
  ["--diff", "--show-full-output", "--show-config", "--show-reads", "--show-sames"],
  ["--save-plan=./plan.json", "--import-file=./import.json"],
];

// Shows the files and the output of a run with simulated providers. Does not show what the AWS provider writes at these log levels: the
// commands refuse --logflow for that reason.
describe("The output and the files of a run of Pulumi's CLI", function () {
  this.timeout(900_000);
  const lab = useLab();
  let stack: EngineStack;
  let home: string;

  before(async () => {
    stack = await lab().stack("dev");
  });

  beforeEach(() => {
    home = mkdtempSync(join(stack.folder, "home-"));
  });

  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });

  for (const [args, env] of REFUSED) {
    it(`would hold credentials with ${describeRun(args, env)}, so the command refuses to run`, async () => {
      await stack.start(["preview", ...args], "", { ...places(), ...env }).result;
      assert.notDeepEqual(leaks(), [], "the search finds what the CLI has written");
      rmSync(join(stack.folder, "t.trace"), { force: true });
      rmSync(join(stack.folder, "calls.json"), { force: true });
      rmSync(home, { recursive: true });

      const { code, output } = await stack.npm(["preview", ...args], { ...places(), ...env });
      assert.equal(code, 2, output);
      assert.deepEqual(leaksIn(output, stack.credentials), []);
      assert.deepEqual(leaks(), [], "nothing was run");
    });
  }

  for (const args of ALLOWED) {
    it(`hold no credential with ${args.join(" ")}`, async () => {
      const { code, output } = await stack.npm(["preview", ...args], places());
      assert.equal(code, 0, output);
      assert.deepEqual(leaksIn(output, stack.credentials), []);
      assert.deepEqual(leaks(), []);
    });
  }

  it("hold no credential after an update, and a script refuses to run with such a variable, too", async () => {
    const { code, output } = await stack.npm(["up", "--yes", "-v=8"], places());
    assert.equal(code, 0, output);
    assert.deepEqual(leaksIn(output, stack.credentials), []);
    const leaky = { ...places(), PULUMI_OPTION_VERBOSE: "11" };
    const setup = await stack.script("test-twilio-secret", [], leaky);
    assert.equal(setup.code, 2, setup.output);
    assert.match(setup.output, /PULUMI_OPTION_VERBOSE: a log of level 9 or more/);
    assert.deepEqual(leaks(), []);
  });

  function places(): Record<string, string> {
    return { HOME: home, TMPDIR: home, PULUMI_HOME: home };
  }

  /** The files that hold a credential, with its name: in the project, the home, the temporary folder and the backend. */
  function leaks(): string[] {
    return [stack.folder, lab().backendFolder].flatMap(filesBelow).flatMap((file) => {
      const found = leaksIn(contentOf(file), stack.credentials);
      return found.length === 0 ? [] : [`${file}: ${found.join(", ")}`];
    });
  }
});

function describeRun(args: readonly string[], env: Readonly<Record<string, string>>): string {
  return [...Object.entries(env).map(([name, value]) => `${name}=${value}`), ...args].join(" ");
}

/** A file's text, unpacked, because the CLI compresses its logs. */
function contentOf(file: string): string {
  const bytes = readFileSync(file);
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (packed ? gunzipSync(bytes) : bytes).toString("latin1");
}

/** The files below a folder. Does not follow links, such as the link to node_modules. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
