import assert from "node:assert/strict";
import fc from "fast-check";
import { sampleCredentials } from "../../../offline/config/credentials";
import type { PassResult } from "../../../offline/engine/pass";
import { fitBlocks } from "../../../offline/report/markdown/fitBlocks";
import { markdownReport } from "../../../offline/report/markdown/markdownReport";
import { codeBlock, inlineCode } from "../../../offline/report/markdown/markdownText";
import { Display } from "../../../offline/report/masking/display";
import { Redaction } from "../../../offline/report/masking/redaction";
import { oneLine } from "../../../offline/report/difference/valueText";
import { resource } from "../cost/resources";

const display = new Display(new Redaction([]));

// Checks the report against CommonMark's rules on code fences. Does not run GitHub's own renderer.
describe("offline report: Markdown", () => {
  it("lets no text out of inline code", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("`", " ", "a", "|", "<", "@") }), (text) => {
        const code = inlineCode(text);
        if (text === "") return;
        const [fence = ""] = /^`+/.exec(code) ?? [];
        const inner = code.slice(fence.length, -fence.length);
        const runs = [...inner.matchAll(/`+/g)].map(([run]) => run);
        assert.equal(runs.includes(fence), false);
        assert.ok(inner === text || inner === ` ${text} `);
      }),
    );
  });

  it("lets no line end its block", () => {
    const lines = ["````", "```diff", "<script>@octocat</script>", "| a |"];
    const block = codeBlock("diff", lines);
    assert.deepEqual([block[0], block.at(-1)], ["`````diff", "`````"]);
  });

  it("escapes line breaks, and characters that hide text or reverse its direction", () => {
    assert.equal(oneLine("a\n```\u202eb\u0000", display), "a\\u000a```\\u202eb\\u0000");
  });

  it("shortens the longest block until a comment fits, and says how much is left out", () => {
    const long = Array.from({ length: 5000 }, (_, index) => `line ${index}`);
    const blocks = [
      { title: "long", language: "text", lines: long },
      { title: "short", language: "text", lines: ["kept"] },
    ] as const;
    const text = fitBlocks(blocks, 10_000, (fitted) =>
      fitted.map(({ left, lines }) => `${lines.join("\n")}\n${left} left`).join("\n"),
    );
    assert.ok(text.length <= 10_000 && text.length > 5000);
    const [, left = "0"] = /\n(\d+) left/.exec(text) ?? [];
    assert.equal(text.match(/line \d+/g)?.length, 5000 - Number(left));
    assert.match(text, /kept\n0 left$/);
  });

  it("keeps a comment on a huge plan below GitHub's limit of 65,536 characters", () => {
    const environment = Array.from({ length: 3000 }, (_, index) => ({
      name: `SETTING_${index}`,
      value: "a setting of forty characters, or nearly",
    }));
    const tasks = resource("aws:ecs/taskDefinition:TaskDefinition", "tasks", {
      containerDefinitions: JSON.stringify([{ name: "container", image: "image", environment }]),
    });
    const others = Array.from({ length: 3000 }, (_, index) =>
      resource(`aws:ec2/vpc:Vpc${index}`, `network-${index}`),
    );
    const pass: PassResult = {
      name: "update",
      resources: [tasks, ...others],
      outputs: {},
      messages: [],
      policies: [],
      violations: [],
    };
    const plan = {
      project: "project",
      stack: "dev",
      region: "eu-west-1",
      credentials: { kind: "samples", description: "", values: sampleCredentials(), others: {} },
      passes: [pass],
    } as const;
    const comparison = { missing: "there is no other commit" };
    const text = markdownReport({ plan, secrets: [], comparison }, display);
    assert.ok(text.length > 30_000 && text.length <= 65_536, `${text.length} characters`);
    const shown = [/network-/g, /SETTING_/g].map((name) => text.match(name)?.length ?? 0);
    const left = [...text.matchAll(/^(\d+) more lines are left out/gm)].map(([, count]) => count);
    assert.deepEqual(
      left,
      shown.map((count) => String(3000 - count)),
    );
  });
});
