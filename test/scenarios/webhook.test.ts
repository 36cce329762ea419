import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginning } from '../support/person.ts';
import { type Phone, Town, webhookSecret } from '../support/town.ts';
import { isOnWorker } from '../support/worker/workerProgram.ts';

const megabyte = 1024 * 1024;

/** What comes to the webhook from elsewhere, or broken, or twice. */
describe('the webhook of Telegram', () => {
  let town: Town;
  let person: Phone;
  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1');
  });
  afterAll(() => town.close());

  function post(body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
    const request = new Request('http://guitu.test/channels/telegram', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': webhookSecret, ...headers },
      body,
      duplex: 'half',
    } as RequestInit);
    return Promise.resolve(town.program.app.request(request));
  }

  const tables = ['inbox', 'identity', 'outbox', 'dialogue', 'audit', 'referral'];
  const rows = () => Promise.all(tables.map(async (table) => (await town.rows(`select 1 from ${table}`)).length));

  /** A body that is not there before it is asked for. */
  function watchedBody(chunks: readonly string[]): { readonly stream: ReadableStream; readonly pulled: () => number } {
    let pulled = 0;
    const stream = new ReadableStream(
      {
        pull(controller) {
          const chunk = chunks[pulled];
          pulled += 1;
          if (chunk === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(chunk));
        },
      },
      { highWaterMark: 0 },
    );
    return { stream, pulled: () => pulled };
  }

  it.each(['', 'wrong', `${webhookSecret}x`, webhookSecret.slice(1), 'x'.repeat(256)])(
    'answers 401 to the secret “%s” without looking at the body',
    async (secret) => {
      const before = await rows();
      const { stream, pulled } = watchedBody(['{ this is no JSON', 'x'.repeat(2 * megabyte)]);
      const response = await post(stream, { 'x-telegram-bot-api-secret-token': secret });
      expect(response.status).toBe(401);
      // On the way to workerd it is read before the Worker could leave it.
      if (!isOnWorker()) expect(pulled()).toBe(0);
      expect((await post('{"update_id":1}', { 'x-telegram-bot-api-secret-token': secret })).status).toBe(401);
      expect(await rows()).toEqual(before);
    },
  );

  it('answers 401 without any secret', async () => {
    const response = await town.program.app.request('/channels/telegram', { method: 'POST', body: '{"update_id":1}' });
    expect(response.status).toBe(401);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '7',
    '"text"',
    '{}',
    '{"update_id":"1"}',
    '{"update_id":1.5}',
    '{"update_id":1,"message":"hello"}',
    '{"update_id":1,"message":{"text":"hello"}}',
    '{"update_id":1,"message":{"message_id":1,"chat":{"id":"7","type":"private"},"text":"hello"}}',
    '{"update_id":1,"message":{"message_id":1,"chat":{"id":7,"type":"private"},"text":5}}',
    '{"update_id":1,"callback_query":{"data":"x"}}',
  ])('answers 400 to %s', async (body) => {
    const before = await rows();
    expect((await post(body)).status).toBe(400);
    expect(await rows()).toEqual(before);
  });

  it('answers 413 to more than 1 MB, said in advance or not', async () => {
    const before = await rows();
    const large = JSON.stringify({ update_id: 1, message: 'x'.repeat(megabyte) });
    expect((await post(large, { 'content-length': String(large.length) })).status).toBe(413);
    const { stream } = watchedBody([large.slice(0, megabyte / 2), large.slice(megabyte / 2), 'x', 'x']);
    expect((await post(stream)).status).toBe(413);
    expect(await rows()).toEqual(before);
  });

  it('takes an update of nearly 1 MB', async () => {
    const update = { ...town.telegram.textUpdate(person.id, '/menu'), padding: 'x'.repeat(megabyte - 2000) };
    expect((await post(JSON.stringify(update))).status).toBe(200);
  });

  it('answers 200 to updates that are none of its business, and keeps nothing', async () => {
    const before = await rows();
    const message = town.telegram.textUpdate(person.id, 'first');
    const group = town.telegram.groupUpdate(-7, person.id, '/start');
    const tapInGroup = {
      update_id: 900_001,
      callback_query: {
        id: 'q1',
        from: { id: person.id, is_bot: false, first_name: 'x' },
        message: { message_id: 1, date: 0, chat: { id: -7, type: 'group', title: 'x' } },
        chat_instance: '1',
        data: 'x',
      },
    };
    const inline = {
      update_id: 900_002,
      callback_query: {
        id: 'q2',
        from: { id: person.id, is_bot: false, first_name: 'x' },
        inline_message_id: '1',
        chat_instance: '1',
        data: 'x',
      },
    };
    for (const update of [
      town.telegram.editedUpdate(message, 'second'),
      group,
      town.telegram.channelPostUpdate(-8, 'news'),
      tapInGroup,
      inline,
      { update_id: 900_003, poll: { id: '1' } },
      { update_id: 900_004 },
    ])
      expect((await town.post(update)).status, JSON.stringify(update)).toBe(200);
    expect(await rows()).toEqual(before);
  });

  it('does nothing twice for an update that comes twice, or twenty times at once', async () => {
    await person.say('0');
    const update = town.telegram.textUpdate(person.id, '一句话');
    const messages = person.messages.length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => town.post(update)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    await town.post(update);
    // Telegram counts its updates anew after a quiet week: the same message under another number is still the same.
    await town.post({ ...update, update_id: update.update_id + 5000 });
    expect(person.messages.length).toBe(messages + 1);
    expect(person.text).toContain(beginning('zh-CN', 'help:receipt'));
    expect(await town.rows('select 1 from referral')).toHaveLength(1);
    expect(await town.rows('select 1 from referral_event')).toHaveLength(1);
  });

  it('does nothing twice for a tap that comes twice, and answers it in the response', async () => {
    await person.say('/menu');
    await person.say('2');
    const tap = town.telegram.tapUpdate(person.id, person.last, 0);
    const messages = person.messages.length;
    const responses = await Promise.all([town.post(tap), town.post(tap), town.post(tap)]);
    const bodies = await Promise.all(responses.map((response) => response.json()));
    const answer = { method: 'answerCallbackQuery', callback_query_id: tap.callback_query?.id };
    expect(bodies).toEqual([answer, answer, answer]);
    expect((await town.telegram.applyWebhookReply(bodies[0]))?.ok).toBe(true);
    expect(person.messages.length).toBe(messages + 1);
    expect(town.complaints).toEqual([]);
  });
});
