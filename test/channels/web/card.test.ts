/** The card's page, as a browser gets it: the same for every code, because the code never gets here. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { encode } from 'uqr';
import { beforeAll, describe, expect, it } from 'vitest';
import { createProgram, type Program } from '../../../src/program.ts';
import { openVault } from '../../../src/secrets/vault.ts';

const assets = new URL('../../../src/channels/web/assets/', import.meta.url);
const code = 'AbCdEfGhIjKlMnOpQrStUv';

/** As much of a browser's document as the card's script touches. */
class Element {
  readonly name: string;
  hidden = false;
  textContent = '';
  readonly attributes = new Map<string, string>();
  readonly children: Element[] = [];
  readonly listeners = new Map<string, () => void>();
  constructor(name: string) {
    this.name = name;
  }
  get firstChild(): Element | undefined {
    return this.children[0];
  }
  appendChild(child: Element): void {
    this.children.push(child);
  }
  removeChild(child: Element): void {
    this.children.splice(this.children.indexOf(child), 1);
  }
  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }
  addEventListener(name: string, listener: () => void): void {
    this.listeners.set(name, listener);
  }
}

/** Runs the page's two scripts at this address; gives its elements and what was printed. */
async function open(hash: string) {
  const elements = new Map(['card', 'incomplete', 'code', 'link', 'print'].map((id) => [id, new Element(id)] as const));
  const location = { hash, protocol: 'https:', host: 'guitu.test' };
  const listeners = new Map<string, () => void>();
  const printed: true[] = [];
  const window = {
    location,
    print: () => printed.push(true),
    addEventListener: (name: string, listener: () => void) => listeners.set(name, listener),
  };
  const document = {
    getElementById: (id: string) => elements.get(id),
    createElementNS: (_: string, name: string) => new Element(name),
  };
  const page = createContext({ document, ...window, window });
  runInContext(await readFile(new URL('qr.generated.js', assets), 'utf8'), page);
  runInContext('window.guituQr = guituQr', page);
  runInContext(await readFile(new URL('card.js', assets), 'utf8'), page);
  const element = (id: string) => {
    const found = elements.get(id);
    if (found === undefined) throw new Error(`the page has no ${id}`);
    return found;
  };
  return { element, location, changeHash: () => listeners.get('hashchange')?.(), printed };
}

describe('the card of a joining link', () => {
  let program: Program;
  beforeAll(async () => {
    const away = () => Promise.reject(new Error('away'));
    program = createProgram({
      database: { query: away, execute: away, close: away },
      vault: await openVault(new Uint8Array(32)),
      links: { web: 'https://guitu.test' },
      log: { info: () => {}, warn: () => {}, error: () => {} },
      poll: false,
    });
  });

  it.each([
    ['zh-CN', '便民服务'],
    ['en', 'Community services'],
  ])('is in %s, runs its own scripts only, and gives nothing away', async (language, title) => {
    const response = await program.app.request('/card', { headers: { 'accept-language': language } });
    const page = await response.text();
    expect(page).toContain(`<html lang="${language}"`);
    expect(page).toContain(`<title>${title}</title>`);
    expect(page).not.toMatch(/[罪犯刑]|帮教|管控|undefined|\[object/);
    const policy = response.headers.get('content-security-policy') ?? '';
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none';
    for (const script of page.match(/<script[^>]*>/g) ?? ['none']) expect(script).toContain(`nonce="${nonce}"`);
    expect(policy).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
    for (const [, address] of page.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
      expect((await program.app.request(address ?? '')).status, address).toBe(200);
    }
  });

  it('draws the link of the code behind the #, by itself', async () => {
    const { element, printed } = await open(`#${code}`);
    const link = `https://guitu.test/chat#${code}`;
    expect(element('card').hidden).toBe(false);
    expect(element('incomplete').hidden).toBe(true);
    expect(element('link').textContent).toBe(link);
    const expected = encode(link, { ecc: 'M', border: 4 });
    const [picture] = element('code').children;
    expect(picture?.attributes.get('viewBox')).toBe(`0 0 ${expected.size} ${expected.size}`);
    const drawn = picture?.children[0]?.attributes.get('d') ?? '';
    const dark = [...drawn.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`);
    const wanted = expected.data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`${x} ${y}`] : [])));
    expect(dark).toEqual(wanted);
    element('print').listeners.get('click')?.();
    expect(printed).toHaveLength(1);
  });

  it('says so when the address is not complete, and follows it when it changes', async () => {
    for (const hash of ['', '#short', `#${code}x`, '#<script>alert(1)</script>']) {
      const { element } = await open(hash);
      expect(element('card').hidden).toBe(true);
      expect(element('incomplete').hidden).toBe(false);
      expect(element('code').children).toEqual([]);
    }
    const { element, location, changeHash } = await open('');
    for (const last of ['w', 'x']) {
      location.hash = `#${code.slice(0, 21)}${last}`;
      changeHash();
      expect(element('code').children).toHaveLength(1);
      expect(element('link').textContent.endsWith(last)).toBe(true);
    }
  });

  it('asks the server for nothing but its own scripts and style', async () => {
    const scripts = await Promise.all(
      ['card.js', 'qr.generated.js'].map((name) => readFile(new URL(name, assets), 'utf8')),
    );
    for (const script of scripts) expect(script).not.toMatch(/XMLHttpRequest|fetch\(|sendBeacon|WebSocket|\.src\s*=/);
  });

  it('has the drawing that `npm run qr:build` makes of the library', async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('../qr.ts', assets))],
      bundle: true,
      minify: true,
      format: 'iife',
      globalName: 'guituQr',
      target: 'es2015',
      write: false,
    });
    const kept = await readFile(new URL('qr.generated.js', assets), 'utf8');
    expect(kept.slice(kept.indexOf('\n') + 1)).toBe(outputFiles[0]?.text);
  });
});
