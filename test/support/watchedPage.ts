/** A page of a headless browser that notes what must not happen: words on the console, errors, failed requests. */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** Where pictures go, to be looked at. Only when PICTURES is set: each takes as long as the page. */
const pictureFolder = join(tmpdir(), 'guitu-pictures');
const arePicturesWanted = Boolean(process.env.PICTURES);

export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong so far. */
  readonly troubles: string[];
  /** Keeps a picture of what is seen now, or of the whole page, under this name, where pictures are wanted. */
  picture(name: string, whole?: boolean): Promise<void>;
}

export async function openWatchedPage(browser: Browser, options: BrowserContextOptions): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const troubles: string[] = [];
  page.on('console', (message) => troubles.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => {
    // A page that is left gives up what it still waits for.
    const reason = request.failure()?.errorText;
    if (reason !== 'net::ERR_ABORTED') troubles.push(`${reason}: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
  });
  return {
    page,
    context,
    troubles,
    async picture(name, whole = false) {
      if (!arePicturesWanted) return;
      mkdirSync(pictureFolder, { recursive: true });
      await page.screenshot({ path: join(pictureFolder, `${name}.png`), fullPage: whole });
    },
  };
}
