import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, runHere } from "../support/previews";
import { browserPath, NO_BROWSER, startBrowser } from "./browser";

/** The picture in the README. */
const PICTURE = join(ROOT, "docs", "plan.png");

/** Writes the picture of the dev stack's page: its head and the diagram. */
async function main(): Promise<void> {
  const path = browserPath();
  if (path === undefined) throw new Error(NO_BROWSER);
  const folder = mkdtempSync(join(tmpdir(), "plan-picture-"));
  const browser = await startBrowser(path);
  try {
    const file = join(folder, "plan.html");
    const { code, stderr } = await runHere(["--html", file], ROOT);
    if (code !== 0) throw new Error(stderr);
    const page = await browser.newPage({ viewport: { width: 1080, height: 900 } });
    await page.goto(`file://${file}`);
    const box = await page.locator("#diagram").boundingBox();
    const height = Math.ceil((box?.y ?? 0) + (box?.height ?? 0)) + 32;
    const clip = { x: 0, y: 0, width: 1080, height };
    await page.screenshot({ path: PICTURE, clip, fullPage: true });
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

void main();
