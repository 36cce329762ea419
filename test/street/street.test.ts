/** The street over HTTP: four phones of one browser, each with a session of its own, over one clock. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { owners, type PhoneName, phoneNames } from '../../src/street/phones.ts';
import { EventStream } from '../support/eventStream.ts';
import { StreetServer } from '../support/streetServer.ts';
import { WebPhone } from '../support/webPhone.ts';

describe('the street', () => {
  let server: StreetServer;
  beforeAll(async () => {
    server = await StreetServer.open();
  });
  afterAll(() => server.close());

  async function open(locale: 'zh-CN' | 'en' = 'zh-CN'): Promise<WebPhone> {
    const browser = new WebPhone(server.program, locale);
    expect((await browser.request('/')).status).toBe(200);
    return browser;
  }

  async function textsOn(browser: WebPhone, phone: string): Promise<string[]> {
    const response = await browser.request(`/chat/messages?phone=${phone}`);
    const { messages }: { messages: { text: string }[] } = await response.json();
    return messages.map(({ text }) => text);
  }

  const say = (browser: WebPhone, phone: string, text: string) =>
    browser.post(`/chat/messages?phone=${phone}`, { kind: 'text', id: crypto.randomUUID(), text });

  it('joins each phone as its owner, with a cookie of its own that scripts do not get', async () => {
    const browser = await open();
    const sessions = phoneNames.map((phone) => `__Host-guitu-${phone}`);
    expect([...browser.cookies.keys()].sort()).toEqual([...sessions, 'guitu-street-language'].sort());
    for (const cookie of browser.setCookies) expect(cookie).toContain('HttpOnly');
    for (const cookie of browser.setCookies.slice(0, 4)) expect(cookie).toMatch(/; Secure; SameSite=Lax$/);
    for (const phone of phoneNames) {
      expect(await textsOn(browser, phone)).toEqual([expect.stringContaining(nameOf(phone))]);
    }
    expect((await browser.request('/chat/messages?phone=office')).status).toBe(404);
    const state = await (await browser.request('/street/state')).json();
    expect(state.phones).toEqual(
      phoneNames.map((phone) => ({ phone, name: nameOf(phone), title: expect.stringMatching(/^\p{Script=Han}+$/u) })),
    );
  });

  const nameOf = (phone: PhoneName) => server.account(owners[phone]).name;

  it('streams all phones at once, and says to which phone each message belongs', async () => {
    const browser = await open();
    const stream = new EventStream(await browser.request('/street/events'));
    const told = new Map<string, string>();
    while (told.size < phoneNames.length) {
      const { phone, message } = JSON.parse((await stream.next())?.data ?? '');
      told.set(phone, message.text);
    }
    for (const phone of phoneNames) expect(told.get(phone)).toContain(nameOf(phone));
    await say(browser, 'staff', '/queue');
    expect(JSON.parse((await stream.next())?.data ?? '')).toMatchObject({
      phone: 'staff',
      message: { text: '/queue' },
    });
    await stream.close();
    expect((await new WebPhone(server.program).request('/street/events')).status).toBe(401);
  });

  it('keeps the phones over a reload, and opens them anew in another language', async () => {
    const browser = await open();
    await say(browser, 'helper', '您好');
    await browser.request('/');
    expect(await textsOn(browser, 'helper')).toContain('您好');
    await browser.request('/?lang=en');
    const [greeting, ...rest] = await textsOn(browser, 'helper');
    expect(greeting).toContain('Hello');
    expect(rest).toEqual([]);
  });

  it('signs a browser’s phones out when another opens the street, and in again when it comes back', async () => {
    const first = await open();
    await say(first, 'person', '我先来的');
    const stream = new EventStream(await first.request('/street/events'));
    const second = await open();
    expect(await textsOn(first, 'person')).toEqual([]);
    let last = await stream.next();
    while (last?.event === 'message') last = await stream.next();
    expect(last?.event).toBe('ended');
    await first.request('/');
    expect((await textsOn(first, 'person')).join()).toContain(nameOf('person'));
    expect(await textsOn(second, 'person')).toEqual([]);
  });

  it('moves its clock to half past eight, for its own page only', async () => {
    const browser = await open();
    const before = new Date((await (await browser.request('/street/state')).json()).now);
    const refused = await browser.post('/street/clock', { to: 'nextMorning' }, { origin: 'https://other.test' });
    expect(refused).toMatchObject({ status: 403 });
    expect(await browser.post('/street/clock', { to: 'nextMorning' })).toMatchObject({ status: 200 });
    const after = new Date((await (await browser.request('/street/state')).json()).now);
    expect(after.toISOString()).toMatch(/T00:30:/);
    expect(after.getTime()).toBeGreaterThan(before.getTime());
    await browser.post('/street/clock', {});
    const next = new Date((await (await browser.request('/street/state')).json()).now);
    expect(Math.round((next.getTime() - after.getTime()) / 3_600_000)).toBe(24);
  });
});
