import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeTelegram } from './fakeTelegram.ts';

const token = '1:test';
const chatId = 7;
const blockedChatId = 8;
let now: number;
let fake: FakeTelegram;

beforeEach(async () => {
  now = 0;
  fake = await FakeTelegram.start({ token, floodLimits: true, now: () => now });
  fake.chat(chatId);
  fake.chat(blockedChatId).blocked = true;
});

afterEach(() => fake.stop());

/** Calls a method by hand, so that a call grammY would not make can be made; returns what came back. */
async function call(method: string, payload: unknown, usedToken = token) {
  const response = await fetch(`${fake.apiRoot}/bot${usedToken}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: payload instanceof Blob || typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
  return { status: response.status, answer: await response.json() };
}

const message = (change: object) => ({ chat_id: chatId, text: 'x', ...change });
const markup = (replyMarkup: object) => message({ reply_markup: replyMarkup });
const button = (only: object) => markup({ inline_keyboard: [[only]] });
const commands = (command: string, description = 'x') => ({ commands: [{ command, description }] });
const webhook = (url: string, secretToken?: string) => ({ url, secret_token: secretToken });
const notUtf8 = new Blob([`{"chat_id":${chatId},"text":"`, new Uint8Array([0xff]), '"}']);

describe('the fake Telegram refuses', () => {
  it.each<[what: string, method: string, payload: unknown, description: string]>([
    ['an unknown method', 'sendMassage', {}, 'Not Found: method not found'],
    ['no JSON', 'sendMessage', '{', "Bad Request: can't parse JSON object"],
    ['bytes that are not UTF-8', 'sendMessage', notUtf8, 'Bad Request: strings must be encoded in UTF-8'],

    ['empty text', 'sendMessage', message({ text: '' }), 'Bad Request: message text is empty'],
    ['white space', 'sendMessage', message({ text: ' \n' }), 'Bad Request: message text is empty'],
    ['long text', 'sendMessage', message({ text: '好'.repeat(4097) }), 'Bad Request: message is too long'],
    [
      'half a surrogate pair',
      'sendMessage',
      message({ text: 'x\ud83d' }),
      'Bad Request: strings must be encoded in UTF-8',
    ],
    [
      'unclosed HTML',
      'sendMessage',
      message({ text: '<b>x', parse_mode: 'HTML' }),
      "Bad Request: can't parse entities",
    ],
    ['stray HTML', 'sendMessage', message({ text: '1 < 2', parse_mode: 'HTML' }), "Bad Request: can't parse entities"],
    ['Markdown', 'sendMessage', message({ parse_mode: 'Markdown' }), 'Bad Request: unsupported parse_mode'],

    ['no chat', 'sendMessage', { text: 'x' }, 'Bad Request: chat_id is empty'],
    ['an unknown chat', 'sendMessage', message({ chat_id: 99 }), 'Bad Request: chat not found'],
    ['a blocked chat', 'sendMessage', message({ chat_id: blockedChatId }), 'Forbidden: bot was blocked by the user'],
    ['editing nothing', 'editMessageText', message({ message_id: 5 }), 'Bad Request: message to edit not found'],

    ['no button data', 'sendMessage', button({ text: 'x', callback_data: '' }), 'Bad Request: BUTTON_DATA_INVALID'],
    [
      '65 bytes',
      'sendMessage',
      button({ text: 'x', callback_data: `${'好'.repeat(21)}ab` }),
      'Bad Request: BUTTON_DATA',
    ],
    [
      'half a pair on it',
      'sendMessage',
      button({ text: '\ud83d', callback_data: 'y' }),
      'Bad Request: strings must be',
    ],
    [
      'a button without text',
      'sendMessage',
      button({ callback_data: 'x' }),
      "Bad Request: can't parse inline keyboard",
    ],
    ['a button that does nothing', 'sendMessage', button({ text: 'x' }), "Bad Request: can't parse inline keyboard"],
    [
      'two actions',
      'sendMessage',
      button({ text: 'x', callback_data: 'x', pay: true }),
      "Bad Request: can't parse inline",
    ],
    [
      'another protocol',
      'sendMessage',
      button({ text: 'x', url: 'ftp://x.cn' }),
      'Bad Request: inline keyboard button URL',
    ],
    ['flat rows', 'sendMessage', markup({ inline_keyboard: [{}] }), "Bad Request: can't parse reply keyboard markup"],
    ['an unknown markup', 'sendMessage', markup({ buttons: [] }), 'Bad Request: object expected as reply markup'],
    ['an unknown tap', 'answerCallbackQuery', { callback_query_id: 'x' }, 'Bad Request: query is too old'],

    [
      'an http webhook',
      'setWebhook',
      webhook('http://x.cn/'),
      'Bad Request: bad webhook: An HTTPS URL must be provided',
    ],
    ['a loopback webhook', 'setWebhook', webhook('https://127.0.0.1/'), 'Bad Request: bad webhook: IP address'],
    [
      'a closed port',
      'setWebhook',
      webhook('https://x.cn:5000/'),
      'Bad Request: bad webhook: Webhook can be set up only',
    ],
    ['an odd secret', 'setWebhook', webhook('https://x.cn/', 'a b'), 'Bad Request: secret token contains unallowed'],
    ['an empty secret', 'setWebhook', webhook('https://x.cn/', ''), 'Bad Request: secret token contains unallowed'],
    ['a long secret', 'setWebhook', webhook('https://x.cn/', 'a'.repeat(257)), 'Bad Request: secret token is too long'],

    ['no commands', 'setMyCommands', { commands: [] }, 'Bad Request: BOT_COMMANDS_TOO_MUCH'],
    ['a capital command', 'setMyCommands', commands('Start'), 'Bad Request: BOT_COMMAND_INVALID'],
    ['a long command', 'setMyCommands', commands('a'.repeat(33)), 'Bad Request: BOT_COMMAND_INVALID'],
    ['an empty description', 'setMyCommands', commands('start', ''), 'Bad Request: BOT_COMMAND_DESCRIPTION_INVALID'],
    ['zh-CN', 'setMyCommands', { ...commands('start'), language_code: 'zh-CN' }, 'Bad Request: invalid language code'],
    ['a long about text', 'setMyShortDescription', { short_description: 'x'.repeat(121) }, 'Bad Request: short'],
  ])('%s', async (_, method, payload, description) => {
    const status = { Not: 404, Forbidden: 403, Bad: 400 }[description.split(/[ :]/)[0] ?? ''];
    const refused = await call(method, payload);
    expect(refused).toMatchObject({ status, answer: { ok: false, error_code: status } });
    expect(refused.answer.description).toContain(description);
    expect(fake.chat(chatId).messages).toEqual([]);
  });

  it('another token', async () => {
    const refused = await call('getMe', {}, '2:other');
    expect(refused).toEqual({ status: 401, answer: { ok: false, error_code: 401, description: 'Unauthorized' } });
  });

  it('an edit that changes nothing', async () => {
    const { answer } = await call('sendMessage', message({}));
    const refused = await call('editMessageText', message({ message_id: answer.result.message_id }));
    expect(refused.answer.description).toContain('Bad Request: message is not modified');
  });

  it('bursts: three in a chat, thirty overall, and says how long to wait', async () => {
    const send = async (id: number) => (await call('sendMessage', message({ chat_id: id }))).answer;
    for (let sent = 0; sent < 3; sent += 1) expect(await send(chatId)).toMatchObject({ ok: true });
    expect(await send(chatId)).toMatchObject({ error_code: 429, parameters: { retry_after: 1 } });
    for (let id = 101; id <= 127; id += 1) {
      fake.chat(id);
      expect(await send(id)).toMatchObject({ ok: true });
    }
    expect(await send(101)).toMatchObject({ error_code: 429 });
    now += 1000;
    expect(await send(chatId)).toMatchObject({ ok: true });
  });
});
