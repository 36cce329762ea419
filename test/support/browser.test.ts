import { describe, expect, it } from 'vitest';
import { browserPath, launchBrowser } from './browser.ts';

describe.runIf(browserPath)('the browser', () => {
  it('starts, and runs a page', async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.setContent('<title>归途</title>');
      expect(await page.title()).toBe('归途');
    } finally {
      await browser.close();
    }
  });
});
