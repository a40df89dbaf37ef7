import axe from "axe-core";
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { temporaryFolder } from "../../support/temporaryFolder";
import { ROOT, runHere } from "../support";
import { browserPath, NO_BROWSER, startBrowser } from "./browser";

const STACKS = [
  { stack: "dev", args: [] },
  { stack: "prod", args: ["--stack", "prod", "--allow-placeholders"] },
] as const;

/** Widths of a small phone, a tablet and a desk. */
const WIDTHS = [360, 768, 1280] as const;

// In Chromium only. That a person finds the page beautiful, or a screen reader reads it well, no test shows.
describe("offline plan's page in a browser", function () {
  this.timeout(240_000);
  const folder = temporaryFolder("page");
  const fileOf = (stack: string): string => `file://${join(folder, `${stack}.html`)}`;
  let browser: Browser | undefined;

  before(async function () {
    const path = browserPath();
    if (path === undefined) {
      process.stderr.write(`    skipped, ${NO_BROWSER}\n`);
      this.skip();
    }
    browser = await startBrowser(path);
    for (const { args, stack } of STACKS) {
      const run = await runHere([...args, "--html", join(folder, `${stack}.html`)], ROOT);
      assert.deepEqual([run.code, run.stderr], [0, ""]);
    }
  });
  after(() => browser?.close());

  async function open(
    stack: string,
    width: number,
    colorScheme: "light" | "dark" = "light",
    bypassCSP = false,
  ): Promise<Page> {
    assert.ok(browser);
    const page = await browser.newPage({
      viewport: { width, height: 800 },
      colorScheme,
      bypassCSP,
    });
    await page.goto(fileOf(stack));
    return page;
  }

  for (const { stack } of STACKS) {
    for (const width of WIDTHS) {
      it(`${stack}: fits a screen of ${width} pixels, and no box lies on another`, async () => {
        const page = await open(stack, width);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `the page is ${wide} pixels wide`);
        const overlaps = await page.evaluate(() => {
          const boxes = [...document.querySelectorAll(".box, .arrow")].map((box) =>
            box.getBoundingClientRect(),
          );
          const outside = [...document.querySelectorAll(".zone .box")].filter((box) => {
            const [inner, outer] = [
              box.getBoundingClientRect(),
              box.closest(".network")?.getBoundingClientRect(),
            ];
            return outer === undefined || inner.right > outer.right || inner.bottom > outer.bottom;
          });
          const pairs = boxes.flatMap((a, index) =>
            boxes
              .slice(index + 1)
              .filter(
                (b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom,
              ),
          );
          return { boxes: boxes.length, outside: outside.length, pairs: pairs.length };
        });
        assert.ok(overlaps.boxes >= 8);
        assert.deepEqual([overlaps.outside, overlaps.pairs], [0, 0]);
        await page.close();
      });
    }

    for (const scheme of ["light", "dark"] as const) {
      it(`${stack}: axe finds no fault in ${scheme} colours, contrast included`, async () => {
        for (const width of [360, 1280]) {
          // The page's own policy lets no script run, and so not axe's either.
          const page = await open(stack, width, scheme, true);
          await page.locator("summary").click();
          await page.addScriptTag({ content: axe.source });
          const found: unknown = await page.evaluate(
            'axe.run().then(({ violations, passes }) => ({ violations: violations.map(({ id, nodes }) => id + " " + nodes[0].html), contrast: passes.some(({ id }) => id === "color-contrast") }))',
          );
          assert.deepEqual(found, { violations: [], contrast: true });
          await page.close();
        }
      });
    }
  }

  it("is walked through by keyboard in the order of reading, with the focus in sight", async () => {
    const page = await open("dev", 1280);
    const stops: string[] = [];
    for (let tries = 0; tries < 40; tries++) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const { activeElement } = document;
        if (activeElement === null || activeElement === document.body) return "";
        const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
        const { left, top } = activeElement.getBoundingClientRect();
        const seen = outlineStyle === "solid" && outlineWidth === "3px" && left >= 0 && top >= 0;
        return `${activeElement.getAttribute("href") ?? activeElement.localName}${seen ? "" : " unseen"}`;
      });
      if (stop === "") break;
      stops.push(stop);
    }
    const parts = ["#diagram", "#containers", "#secrets", "#policies", "#cost", "#resources"];
    assert.deepEqual(stops, ["#diagram", ...parts, "summary"]);
    await page.close();
  });

  it("loads nothing, runs no script, and has its own style all the same", async () => {
    assert.ok(browser);
    const page = await browser.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(fileOf("prod"));
    assert.deepEqual([requests, complaints], [[fileOf("prod")], []]);
    const border = await page.evaluate(
      () => getComputedStyle(document.querySelector(".network") ?? document.body).borderTopWidth,
    );
    assert.equal(border, "2px");
    await page.setContent(
      (await page.content()).replace("</main>", "<script>document.title='ran'</script></main>"),
    );
    assert.notEqual(await page.title(), "ran");
    await page.close();
  });

  it("prints without the links, and with dark text on white", async () => {
    const page = await open("dev", 1280, "dark");
    await page.emulateMedia({ media: "print" });
    const shown = await page.evaluate(() => [
      getComputedStyle(document.body).color,
      getComputedStyle(document.body).backgroundColor,
      getComputedStyle(document.querySelector("nav") ?? document.body).display,
    ]);
    assert.deepEqual(shown, ["rgb(0, 0, 0)", "rgb(255, 255, 255)", "none"]);
    await page.close();
  });
});
