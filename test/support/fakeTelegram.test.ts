import { Api, GrammyError, HttpError } from 'grammy';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeTelegram, type FakeTelegramOptions } from './fakeTelegram.ts';

const token = '1:test';
const chatId = 7;
const running: FakeTelegram[] = [];

async function start(options: Partial<FakeTelegramOptions> = {}): Promise<FakeTelegram> {
  const fake = await FakeTelegram.start({ token, floodLimits: false, ...options });
  running.push(fake);
  fake.chat(chatId);
  return fake;
}

function apiOf(fake: FakeTelegram): Api {
  return new Api(token, { apiRoot: fake.apiRoot });
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((fake) => fake.stop()));
});

describe('the fake Telegram delivers', () => {
  it('what grammY sends, and edits it', async () => {
    const fake = await start();
    const api = apiOf(fake);
    const buttons = [[{ text: 'Yes', callback_data: 'y' }], [{ text: 'Page', url: 'https://example.org/' }]];
    const sent = await api.sendMessage(chatId, ' Hello ', { reply_markup: { inline_keyboard: buttons } });
    expect(sent).toMatchObject({ message_id: 1, text: 'Hello', chat: { id: chatId, type: 'private' } });
    expect(fake.chat(chatId).last).toMatchObject({
      text: 'Hello',
      choices: [{ text: 'Yes', data: 'y' }],
      links: [{ text: 'Page', url: 'https://example.org/' }],
    });

    await api.editMessageText(chatId, sent.message_id, 'Done');
    expect(fake.chat(chatId).messages).toHaveLength(1);
    expect(fake.chat(chatId).last).toMatchObject({ text: 'Done', choices: [], edited: expect.any(Date) });
  });

  it.each([
    ['a query string', (root: string) => fetch(`${root}/sendMessage?chat_id=${chatId}&text=Hello`)],
    ['a form', (root: string) => fetch(`${root}/sendMessage`, { method: 'POST', body: formOf(new URLSearchParams()) })],
    ['multipart', (root: string) => fetch(`${root}/sendMessage`, { method: 'POST', body: formOf(new FormData()) })],
  ])('what comes by %s', async (_, send) => {
    const fake = await start();
    const response = await send(`${fake.apiRoot}/bot${token}`);
    expect(response.status).toBe(200);
    expect(fake.chat(chatId).last?.text).toBe('Hello');
  });

  it('the length of HTML as it is read, not as it is written', async () => {
    const fake = await start();
    const text = `<b>${'好'.repeat(4095)}</b>&amp;`;
    await apiOf(fake).sendMessage(chatId, text, { parse_mode: 'HTML' });
    expect(fake.chat(chatId).last?.text).toHaveLength(4096);
  });

  it('to whoever waits for it, and says what came instead', async () => {
    const fake = await start();
    const waiting = fake.chat(chatId).waitFor((message) => message.text === 'second');
    await apiOf(fake).sendMessage(chatId, 'first');
    await apiOf(fake).sendMessage(chatId, 'second');
    expect((await waiting).messageId).toBe(2);
    await expect(fake.chat(chatId).waitFor(() => false, 10)).rejects.toThrow('["first","second"]');
  });
});

function formOf<Form extends URLSearchParams | FormData>(form: Form): Form {
  form.set('chat_id', String(chatId));
  form.set('text', 'Hello');
  form.set('reply_markup', JSON.stringify({ inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }]] }));
  return form;
}

describe('a tap', () => {
  it('carries the button’s data and is answered once, in time, in 200 characters', async () => {
    let now = 0;
    const fake = await start({ now: () => now });
    const api = apiOf(fake);
    await api.sendMessage(chatId, 'Sure?', {
      reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }]] },
    });
    const message = await fake.chat(chatId).waitFor(({ text }) => text === 'Sure?');
    const tap = () => fake.tapUpdate(chatId, message, 'Yes').callback_query;
    const first = tap();
    expect(first).toMatchObject({ data: 'y', from: { id: chatId }, message: { message_id: message.messageId } });
    await expect(api.answerCallbackQuery(first?.id ?? '', { text: 'x'.repeat(201) })).rejects.toThrow(
      'MESSAGE_TOO_LONG',
    );
    await api.answerCallbackQuery(first?.id ?? '', { text: 'Thanks' });
    expect(fake.callbackQueries.get(first?.id ?? '')?.answer).toEqual({ text: 'Thanks', showAlert: false });
    await expect(api.answerCallbackQuery(first?.id ?? '')).rejects.toThrow('query is too old');

    const late = tap();
    now += 15_001;
    await expect(api.answerCallbackQuery(late?.id ?? '')).rejects.toThrow('query is too old');
    expect(() => fake.tapUpdate(chatId, message, 'No')).toThrow('["Yes"]');
  });
});

describe('updates', () => {
  it('are numbered upwards, whatever they are', async () => {
    const fake = await start();
    const text = fake.textUpdate(chatId, '/start abc', { languageCode: 'zh-hans' });
    expect(text.message).toMatchObject({ entities: [{ length: 6 }], from: { language_code: 'zh-hans' } });
    const updates = [
      text,
      fake.photoUpdate(chatId),
      fake.voiceUpdate(chatId),
      fake.stickerUpdate(chatId),
      fake.contactUpdate(chatId, '+8613800000000'),
      fake.editedUpdate(text, 'other'),
      fake.groupUpdate(-5, chatId, 'x'),
      fake.channelPostUpdate(-6, 'x'),
      fake.blockedUpdate(chatId),
      fake.unblockedUpdate(chatId),
    ];
    const numbers = updates.map((update) => update.update_id);
    expect(numbers).toEqual(numbers.map((_, index) => 1001 + index));
  });

  it('of blocking and unblocking change what the bot may send', async () => {
    const fake = await start();
    fake.blockedUpdate(chatId);
    await expect(apiOf(fake).sendMessage(chatId, 'x')).rejects.toThrow('blocked by the user');
    fake.unblockedUpdate(chatId);
    await apiOf(fake).sendMessage(chatId, 'x');
  });

  it('are fetched from an offset on, and waited for', async () => {
    const fake = await start();
    const api = apiOf(fake);
    fake.queueUpdate(fake.textUpdate(chatId, 'first'));
    const [first] = await api.getUpdates({ timeout: 1 });
    expect(first?.message?.text).toBe('first');
    const waiting = api.getUpdates({ offset: (first?.update_id ?? 0) + 1, timeout: 5 });
    await expect.poll(() => fake.calls.length).toBe(2);
    fake.queueUpdate(fake.textUpdate(chatId, 'second'));
    expect((await waiting).map((update) => update.message?.text)).toEqual(['second']);
  });

  it('go to one poller, and to none while a webhook is set', async () => {
    const fake = await start();
    const api = apiOf(fake);
    const older = api.getUpdates({ timeout: 5 }).catch((error: unknown) => error);
    await expect.poll(() => fake.calls.length).toBe(1);
    const newer = api.getUpdates({ timeout: 5 });
    expect(await older).toMatchObject({ error_code: 409 });
    fake.queueUpdate(fake.textUpdate(chatId, 'x'));
    expect(await newer).toHaveLength(1);

    await api.setWebhook('https://example.org/hook', { secret_token: 'a-b_c' });
    expect(fake.webhook).toMatchObject({ url: 'https://example.org/hook', secretToken: 'a-b_c' });
    await expect(api.getUpdates()).rejects.toMatchObject({ error_code: 409 });
    await api.deleteWebhook();
    expect(await api.getWebhookInfo()).toMatchObject({ url: '', pending_update_count: 1 });
  });
});

describe('a webhook’s reply', () => {
  it('is a call like every other', async () => {
    const fake = await start();
    expect(await fake.applyWebhookReply({ method: 'sendMessage', chat_id: chatId, text: 'x' })).toMatchObject({
      ok: true,
    });
    expect(fake.chat(chatId).last?.text).toBe('x');
    const refused = await fake.applyWebhookReply({ method: 'sendMessage', chat_id: 99, text: 'x' });
    expect(refused).toMatchObject({ error_code: 400 });
    expect(await fake.applyWebhookReply(null)).toBeUndefined();
  });
});

describe('a fault', () => {
  it.each([
    [429, { error_code: 429, parameters: { retry_after: 9 } }, 0],
    [403, { error_code: 403 }, 0],
    [500, { error_code: 500 }, 0],
    ['reset', {}, 0],
    ['truncated', {}, 1],
    ['acceptedButLost', {}, 1],
  ] as const)('%s strikes once', async (fault, failure, delivered) => {
    const fake = await start();
    // grammY's node-fetch does not notice an answer that breaks off: only its own time-out ends the wait.
    const api = new Api(token, { apiRoot: fake.apiRoot, timeoutSeconds: 1 });
    fake.failNext({ fault, method: 'sendMessage', chat: chatId, retryAfter: 9 });
    await api.getMe();
    const error: unknown = await api.sendMessage(chatId, 'x').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(typeof fault === 'number' ? GrammyError : HttpError);
    expect(error).toMatchObject(failure);
    expect(fake.chat(chatId).messages).toHaveLength(delivered);
    await api.sendMessage(chatId, 'y');
    expect(fake.chat(chatId).last?.text).toBe('y');
  });

  it('timeout never answers', async () => {
    const fake = await start();
    fake.failNext({ fault: 'timeout' });
    const api = new Api(token, { apiRoot: fake.apiRoot, timeoutSeconds: 0.05 });
    await expect(api.getMe()).rejects.toBeInstanceOf(HttpError);
  });
});
