import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

// The sandbox needs what containers and root lack; the rest keeps the browser from calling out on its own.
const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

function findBrowser(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error('CHROMIUM_PATH names no file.');
    return named;
  }
  const found = usualPlaces.find((path) => existsSync(path));
  if (found === undefined && process.env.REQUIRE_BROWSER) {
    throw new Error('REQUIRE_BROWSER is set and no Chromium was found: install one or set CHROMIUM_PATH.');
  }
  return found;
}

/**
 * The Chromium that browser tests use; undefined when there is none, and those tests are left out.
 * Importing this file throws when CHROMIUM_PATH names no file, or REQUIRE_BROWSER is set and there is no Chromium.
 *
 * @example
 * describe.runIf(browserPath)('the web chat in a browser', () => { … });
 */
export const browserPath = findBrowser();

/** Starts a headless Chromium; close it when done. Throws when `browserPath` is undefined. */
export async function launchBrowser(): Promise<Browser> {
  if (browserPath === undefined) throw new Error('No Chromium found: guard the test with browserPath.');
  return chromium.launch({ executablePath: browserPath, headless: true, args: browserArguments });
}
