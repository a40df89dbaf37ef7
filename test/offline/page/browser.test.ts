import axe from "axe-core";
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { isRecord } from "../../../offline/engine/wire";
import { temporaryFolder } from "../../support/temporaryFolder";
import { ROOT, runHere } from "../support/previews";
import { sharedPlan } from "../support/warmPlan";
import { browserPath, NO_BROWSER, startBrowser } from "./browser";
import { skip } from "../../support/skip";

const STACKS = [
  { stack: "dev", args: [] },
  { stack: "prod", args: ["--stack", "prod", "--allow-placeholders"] },
] as const;

/** Widths of a small phone, a tablet and a desk. */
const WIDTHS = [360, 768, 1280] as const;

/** Runs in the browser. Names the element that has the focus, and adds "unseen" if a person cannot see it. */
const FOCUSED = `(() => {
  const { activeElement } = document;
  if (activeElement === null || activeElement === document.body) return "";
  const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
  const { left, top } = activeElement.getBoundingClientRect();
  const seen = outlineStyle === "solid" && outlineWidth === "3px" && left >= 0 && top >= 0;
  return (activeElement.getAttribute("href") ?? activeElement.localName) + (seen ? "" : " unseen");
})()`;

/** Runs axe in the browser. */
const CHECK = `axe.run({ resultTypes: ["violations"] }).then(({ passes, violations }) => ({
  violations: violations.map(({ id, nodes }) => id + " " + nodes[0].html),
  contrast: passes.some(({ id }) => id === "color-contrast"),
}))`;

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

// Shows the page in Chromium only. No test shows that a screen reader reads the page well.
describe("offline plan's page in a browser", function () {
  this.timeout(240_000);
  const folder = temporaryFolder("page");
  const fileOf = (stack: string): string => `file://${join(folder, `${stack}.html`)}`;
  let browser: Browser | undefined;

  before(async function () {
    const path = browserPath();
    if (path === undefined) {
      skip(this, NO_BROWSER);
    }
    browser = await startBrowser(path);
    for (const { args, stack } of STACKS) {
      const html = ["--html", join(folder, `${stack}.html`)];
      const run = await runHere([...args, ...html], ROOT, sharedPlan);
      assert.deepEqual([run.code, run.stderr], [0, ""]);
    }
  });
  after(() => browser?.close());

  /** The cases share two pages, because a new one takes half a second: one obeys the page's policy, the other bypasses it. */
  const pages = new Map<boolean, Page>();

  async function open(
    stack: string,
    width: number,
    colorScheme: "light" | "dark" = "light",
    bypassCSP = false,
  ): Promise<Page> {
    assert.ok(browser);
    const page = pages.get(bypassCSP) ?? (await browser.newPage({ bypassCSP }));
    pages.set(bypassCSP, page);
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, media: "screen" });
    await page.goto(fileOf(stack));
    return page;
  }

  for (const { stack } of STACKS) {
    for (const width of WIDTHS) {
      it(`${stack}: fits a screen of ${width} pixels, and no box lies on another`, async () => {
        const page = await open(stack, width);
        const wide = Number(await page.evaluate("document.documentElement.scrollWidth"));
        assert.ok(wide <= width, `the page is ${wide} pixels wide`);
        const [network] = await rectangles(page, ".network");
        const boxes = await rectangles(page, ".box, .arrow");
        assert.ok(network !== undefined && boxes.length >= 8);
        const pairs = boxes.flatMap((box, index) =>
          boxes.slice(index + 1).filter((other) => overlap(box, other)),
        );
        assert.deepEqual(pairs, []);
        const inside = await rectangles(page, ".zone .box");
        assert.ok(inside.length >= 3);
        assert.deepEqual(
          inside.filter((box) => !holds(network, box)),
          [],
        );
      });
    }

    for (const scheme of ["light", "dark"] as const) {
      it(`${stack}: axe finds no fault in ${scheme} colours, contrast included`, async () => {
        for (const width of [360, 1280]) {
          // The page's content security policy forbids every script, axe's included: this page bypasses it.
          const page = await open(stack, width, scheme, true);
          await page.locator("summary").click();
          await page.addScriptTag({ content: axe.source });
          const found: unknown = await page.evaluate(CHECK);
          assert.deepEqual(found, { violations: [], contrast: true });
        }
      });
    }
  }

  it("can be walked through by keyboard in reading order, and the focus is always visible", async () => {
    const page = await open("dev", 1280);
    const stops: string[] = [];
    for (let tries = 0; tries < 40; tries++) {
      await page.keyboard.press("Tab");
      const stop = String(await page.evaluate(FOCUSED));
      if (stop === "") break;
      stops.push(stop);
    }
    const parts = ["#diagram", "#containers", "#secrets", "#policies", "#cost", "#resources"];
    assert.deepEqual(stops, ["#diagram", ...parts, "summary"]);
  });

  it("loads nothing, runs no script, and still has its own style", async () => {
    assert.ok(browser);
    const page = await browser.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(fileOf("prod"));
    assert.deepEqual([requests, complaints], [[fileOf("prod")], []]);
    const border: unknown = await page.evaluate(
      "getComputedStyle(document.querySelector('.network')).borderTopWidth",
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
    const shown: unknown = await page.evaluate(
      "(({ backgroundColor, color }) => [color, backgroundColor])(getComputedStyle(document.body))",
    );
    assert.deepEqual(shown, ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
    assert.equal(await page.locator("nav").isVisible(), false);
  });
});

async function rectangles(page: Page, selector: string): Promise<Rectangle[]> {
  const found: unknown = await page.evaluate(`
    [...document.querySelectorAll(${JSON.stringify(selector)})].map((element) => {
      const { height, width, x, y } = element.getBoundingClientRect();
      return { height, width, x, y };
    })`);
  assert.ok(Array.isArray(found) && found.every(isRectangle));
  return found;
}

function isRectangle(value: unknown): value is Rectangle {
  return (
    isRecord(value) && ["height", "width", "x", "y"].every((key) => Number.isFinite(value[key]))
  );
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function holds(outer: Rectangle, inner: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
