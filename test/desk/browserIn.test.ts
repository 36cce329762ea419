import { describe, expect, it } from 'vitest';
import { browserIn } from '../../src/desk/login/browser.ts';
import { browserText } from '../../src/i18n/browserText.ts';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('what a browser is called', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0', 'firefox windows'],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/128.0.0.0 Safari/537.36 Edg/128.0.0.0`,
      'edge windows',
    ],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Chrome/128.0.0.0 Safari/537.36`, 'chrome macos'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      'safari iphone',
    ],
    [
      `Mozilla/5.0 (Linux; Android 13; M2102) ${webkit} Version/4.0 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.49`,
      'wechat android',
    ],
    [`Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/116.0 Safari/537.36 QQBrowser/13.0`, 'qq windows'],
    [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/128.0.0.0 Safari/537.36`, 'chrome chromeos'],
    ['curl/8.5.0', 'unknown unknown'],
    ['', 'unknown unknown'],
    ['<b>您的银行</b> http://evil.test', 'unknown unknown'],
  ])('%s: %s', (userAgent, name) => {
    expect(browserIn(userAgent)).toBe(name);
  });

  it('is said in words of ours, whatever was kept', () => {
    expect(browserText('wechat android', 'zh-CN')).toBe('微信（安卓手机）');
    expect(browserText('edge windows', 'en')).toBe('Edge (Windows)');
    expect(browserText('constructor toString', 'en')).toBe('a browser we do not know (a device we do not know)');
    expect(browserText('', 'zh-CN')).toBe('认不出的浏览器（认不出的设备）');
  });
});
