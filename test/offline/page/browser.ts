import { type Browser, chromium } from "playwright-core";
import { onPath } from "../../../scripts/terminal/process/onPath";

/** Names of the browser's command on the systems that have it. */
const NAMES = ["chromium", "chromium-browser", "google-chrome"] as const;

/** Reason for a skip, which says how to get a browser. */
export const NO_BROWSER = "no Chromium on the PATH: apt-get install chromium";

/** Path of a Chromium on this machine, if there is one. */
export function browserPath(): string | undefined {
  return NAMES.map((name) => onPath(name, process.env)).find((path) => path !== undefined);
}

/** Starts the browser without a window. Chromium's sandbox does not run as root. */
export function startBrowser(path: string): Promise<Browser> {
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: path, args });
}
