/** What the web chat does not take, and how kindly it says so. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Locale, locales } from '../../../src/i18n/locale.ts';
import { linkCodeOf, Town } from '../../support/town.ts';
import { host, type Posted, WebPhone } from '../../support/webPhone.ts';

const text = (content: string) => ({ kind: 'text', id: crypto.randomUUID(), text: content });
/** A sentence for the person in the language of their page, and nothing for a machine. */
const sentence: Record<Locale, RegExp> = { 'zh-CN': /^[\p{Script=Han}0-9 ，。]+。$/u, en: /^[A-Z][\w ,:;-]+\..*$/ };

describe('what the web chat does not take', () => {
  let town: Town;
  const phones = new Map<Locale, WebPhone>();
  beforeAll(async () => {
    town = await Town.open();
    for (const [index, locale] of locales.entries()) {
      const phone = new WebPhone(town.program, locale);
      await phone.join(linkCodeOf(town.account(`person-${index + 1}`)));
      await phone.choose('consentYes');
      phones.set(locale, phone);
    }
  });
  afterAll(() => town.close());

  function phoneIn(locale: Locale): WebPhone {
    const phone = phones.get(locale);
    if (phone === undefined) throw new Error(`no phone in ${locale}`);
    return phone;
  }

  type Case = [name: string, status: number, error: string, post: (phone: WebPhone) => Promise<Posted>];
  const cases: Case[] = [
    [
      'another site',
      403,
      'foreign',
      (phone) => phone.post('/chat/messages', text('您好'), { origin: 'https://other.test' }),
    ],
    [
      'a page without a site',
      403,
      'foreign',
      (phone) => phone.post('/chat/messages', text('您好'), { origin: 'null' }),
    ],
    [
      'another port',
      403,
      'foreign',
      (phone) => phone.post('/chat/read', { upTo: 1 }, { origin: `https://${host}:8443` }),
    ],
    ['a form', 415, 'notJson', (phone) => phone.post('/chat/messages', text('您好'), { 'content-type': 'text/plain' })],
    ['what is no JSON', 400, 'malformed', (phone) => phone.post('/chat/messages', '{"kind":"text"')],
    ['an unknown kind', 400, 'malformed', (phone) => phone.post('/chat/messages', { ...text('您好'), kind: 'photo' })],
    ['an id that is none', 400, 'malformed', (phone) => phone.post('/chat/messages', { ...text('您好'), id: '1' })],
    ['an empty text', 400, 'malformed', (phone) => phone.say('')],
    ['a list', 400, 'malformed', (phone) => phone.post('/chat/messages', [])],
    ['a cursor that is none', 400, 'malformed', (phone) => phone.post('/chat/read', { upTo: -1 })],
    ['a text over 4,000', 400, 'tooLong', (phone) => phone.say('好'.repeat(4001))],
    ['a body over 1 MB', 413, 'tooLarge', (phone) => phone.say('好'.repeat(400_000))],
  ];

  describe.each(locales)('is refused with a kind word, in %s:', (locale) => {
    it.each(cases)('%s', async (_, status, error, post) => {
      const before = await phoneIn(locale).messages();
      const posted = await post(phoneIn(locale));
      expect(posted).toMatchObject({ status, error });
      expect(posted.message).toMatch(sentence[locale]);
      expect(await phoneIn(locale).messages()).toEqual(before);
    });

    it('a phone of the street, where there is none', async () => {
      for (const phone of ['person', '', '__proto__']) {
        for (const path of ['messages', 'events']) {
          const response = await phoneIn(locale).request(`/chat/${path}?phone=${phone}`);
          expect(response.status).toBe(404);
          expect((await response.json()).message).toMatch(sentence[locale]);
        }
        expect(await phoneIn(locale).post(`/chat/messages?phone=${phone}`, text('您好'))).toMatchObject({
          status: 404,
        });
      }
    });
  });

  it.each([
    ['exactly 4,000', '好'.repeat(4000)],
    ['emoji and right-to-left marks', '👨‍👩‍👧 \u202eabc\u202c \u200b。'],
    ['markup', '<script>alert(1)</script>&amp;'],
  ])('takes %s whole', async (_, content) => {
    expect(await phoneIn('zh-CN').say(content)).toEqual({ status: 200 });
    expect((await phoneIn('zh-CN').messages()).at(-2)).toMatchObject({ from: 'me', text: content });
  });

  it.each([
    ['NUL', '好\0好'],
    ['half a character', '好\ud83d好'],
    ['a control character', '好\u001b[31m好'],
  ])('answers %s kindly, and keeps the chat', async (_, content) => {
    const phone = phoneIn('en');
    expect(await phone.say(content)).toEqual({ status: 200 });
    expect(await phone.text()).toContain('characters we cannot keep');
    expect(await phone.say('/menu')).toEqual({ status: 200 });
    await phone.find('help');
  });

  it('answers a forged, foreign or broken choice by saying where things stand', async () => {
    const phone = phoneIn('zh-CN');
    await phone.say('/menu');
    const mine = await phone.find('help');
    const foreign = await phoneIn('en').find('human');
    const wrong = [
      foreign.choice,
      `${crypto.randomUUID().replaceAll('-', '')}.0`,
      mine.choice.replace(/\d+$/, '77'),
      'garbage',
      '',
      "'; drop table inbox; --",
    ];
    for (const choice of wrong) {
      expect(await phone.tap(choice)).toEqual({ status: 200 });
      expect(await phone.text()).toContain('已经');
      await phone.find('help');
    }
    expect(await phone.tap('x'.repeat(65))).toMatchObject({ status: 400, error: 'malformed' });
  });

  it('lets in its own page, and clients that tell no origin', async () => {
    const phone = phoneIn('zh-CN');
    expect(await phone.post('/chat/messages', text('菜单'))).toEqual({ status: 200 });
    const response = await phone.request('/chat/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(text('菜单')),
    });
    expect(response.status).toBe(200);
  });
});
