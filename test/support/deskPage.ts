/** The desk in a headless browser, signed in, over the street's server; and what axe-core finds wrong with a page. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { deskCookie } from '../../src/desk/session.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import { openDeskSession } from './deskBrowser.ts';
import type { StreetServer } from './streetServer.ts';
import { openWatchedPage, type WatchedPage } from './watchedPage.ts';

export const narrow = { width: 360, height: 740 } as const;
export const wide = { width: 1280, height: 900 } as const;

interface DeskPageOptions extends BrowserContextOptions {
  readonly locale?: Locale;
}

/** A browser that is in as the demo's account with this reference. */
export async function openDeskPage(
  browser: Browser,
  server: StreetServer,
  reference: string,
  { locale = 'zh-CN', ...options }: DeskPageOptions = {},
): Promise<WatchedPage> {
  const [clock] = await server.test.database.query<{ now: string }>('select clock_now() as now');
  const token = await openDeskSession(server.test, server.account(reference).id, new Date(clock?.now ?? ''), locale);
  const opened = await openWatchedPage(browser, { viewport: wide, locale, ...options });
  await opened.context.addCookies([
    {
      name: deskCookie,
      value: token,
      url: server.address.replace('http:', 'https:'),
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
    },
  ]);
  return opened;
}

interface AxeFinding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe-core finds serious or critical, a line each. The page's own policy keeps out its script, so it goes in past it. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const found = await page.evaluate<AxeFinding[]>(
    `${axe}; axe.run({ reporter: 'no-passes', resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  );
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/** Whether a page is wider than its window, so that it must be pushed sideways. */
export function sticksOut(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}
