/** The page itself, as a browser gets it. */
import { beforeAll, describe, expect, it } from 'vitest';
import catalogue from '../../../src/i18n/catalogue.ts';
import { locales } from '../../../src/i18n/locale.ts';
import { createProgram, type Program } from '../../../src/program.ts';
import { openVault } from '../../../src/secrets/vault.ts';

describe('the page of the web chat', () => {
  let program: Program;
  beforeAll(async () => {
    // Nobody who only opens the page reaches the database.
    const away = () => Promise.reject(new Error('away'));
    program = createProgram({
      database: { query: away, execute: away, close: away },
      vault: await openVault(new Uint8Array(32)),
      links: { web: 'https://guitu.test' },
      log: { info: () => {}, warn: () => {}, error: () => {} },
      poll: false,
    });
  });

  const get = (path: string, headers: Record<string, string> = {}) => program.app.request(path, { headers });

  it.each([
    ['zh-CN', '/chat', { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' }, '便民服务'],
    ['zh-CN', '/chat', {}, '便民服务'],
    ['en', '/chat', { 'accept-language': 'en-GB,en;q=0.9' }, 'Community services'],
    ['en', '/chat?lang=en', { 'accept-language': 'zh-CN' }, 'Community services'],
    ['zh-CN', '/chat?lang=zh-CN', { 'accept-language': 'en' }, '便民服务'],
  ])('is in %s for %s with %o', async (locale, path, headers, title) => {
    const page = await (await get(path, headers)).text();
    expect(page).toContain(`<html lang="${locale}"`);
    expect(page).toContain(`<title>${title}</title>`);
    const texts: Record<string, string> = JSON.parse(/id="texts"[^>]*>(.*?)<\/script>/s.exec(page)?.[1] ?? '');
    expect(texts.title).toBe(title);
    expect(page).not.toMatch(/[罪犯刑]|帮教|管控|undefined|\[object/);
  });

  it('runs its own scripts only, is never kept or framed, and gives nothing away', async () => {
    const [first, second] = [await get('/chat'), await get('/chat')];
    const policy = first.headers.get('content-security-policy') ?? '';
    const nonce = /script-src 'nonce-([A-Za-z0-9+/=]{24})'/.exec(policy)?.[1] ?? '';
    const page = await first.text();
    for (const script of page.match(/<script[^>]*>/g) ?? ['none']) expect(script).toContain(`nonce="${nonce}"`);
    expect(second.headers.get('content-security-policy')).not.toContain(nonce);
    for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"]) {
      expect(policy).toContain(rule);
    }
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(first.headers.getSetCookie()).toEqual([]);
  });

  it.each(['/chat', '/card'])(
    '%s tells a link preview, a history or a home screen nothing but its neutral title',
    async (path) => {
      const page = await (await get(`${path}?lang=zh-CN`)).text();
      const head = /<head>(.*)<\/head>/s.exec(page)?.[1] ?? '';
      expect(head.match(/<title>[^<]*<\/title>/g)).toHaveLength(1);
      expect(head).not.toMatch(/og:|twitter:|description|manifest|apple-|canonical|oembed|<meta property/);
      const neutral = ['color-scheme', 'referrer', 'robots', 'viewport'];
      for (const [, name] of head.matchAll(/<meta name="([^"]+)"/g)) expect(neutral).toContain(name);
      for (const name of ['chat.js', 'card.js']) {
        const script = await (await get(`/chat/assets/${name}`)).text();
        expect(script).not.toMatch(/\bNotification\b|pushState|localStorage|sessionStorage|indexedDB|serviceWorker/);
      }
      for (const locale of locales) {
        const { title, unreadTitle } = catalogue[locale].page;
        expect(unreadTitle.replace(/[（(]\{count\}[）)]\s*/, '')).toBe(title);
      }
    },
  );

  it('comes with its script and style, and with nothing else of the folder', async () => {
    const script = await get('/chat/assets/chat.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await get('/chat/assets/chat.css')).headers.get('content-type')).toBe('text/css; charset=utf-8');
    for (const name of ['missing.js', '..%2Fchat.ts', '%2e%2e%2fpage.ts', 'chat.ts', 'constructor', 'chat.js%00']) {
      expect((await get(`/chat/assets/${name}`)).status).toBe(404);
    }
  });

  it('is where the address of the house leads, and the answers of its calls are kept nowhere', async () => {
    const home = await get('/');
    expect([home.status, home.headers.get('location')]).toEqual([302, '/chat']);
    expect((await get('/chat/messages')).headers.get('cache-control')).toBe('no-store');
    expect((await get('/street/state')).status).toBe(404);
    expect((await get('/nowhere')).status).toBe(404);
  });
});
