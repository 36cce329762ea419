/** Answers as they come: one stream a page, each message once, whoever sent it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WebMessage } from '../../../src/channels/web/store.ts';
import { createProgram } from '../../../src/program.ts';
import { EventStream } from '../../support/eventStream.ts';
import { linkCodeOf, Town } from '../../support/town.ts';
import { reissue, WebPhone } from '../../support/webPhone.ts';

describe('the event stream of a web chat', () => {
  let town: Town;
  let phone: WebPhone;
  let streams: EventStream[] = [];
  beforeAll(async () => {
    town = await Town.open();
    const first = new WebPhone(town.program);
    await first.join(linkCodeOf(town.account('person-1')));
    await first.choose('consentYes');
  });
  afterAll(() => town.close());
  beforeEach(async () => {
    phone = new WebPhone(town.program);
    await phone.join(await reissue(town, 'person-1'));
  });
  afterEach(async () => {
    await Promise.all(streams.map((stream) => stream.close()));
    streams = [];
  });

  async function open(query = '', headers: Record<string, string> = {}): Promise<EventStream> {
    const response = await phone.request(`/chat/events${query}`, { headers });
    expect(response.status).toBe(200);
    const stream = new EventStream(response);
    streams.push(stream);
    return stream;
  }

  async function nextMessage(stream: EventStream): Promise<WebMessage> {
    const event = await stream.next();
    expect(event?.event).toBe('message');
    const message: WebMessage = JSON.parse(event?.data ?? '');
    expect(event?.id).toBe(String(message.cursor));
    return message;
  }

  it('says what it is to browsers and to what stands between', async () => {
    const response = await phone.request('/chat/events');
    streams.push(new EventStream(response));
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
  });

  it('tells what is there, then what comes, as the list does', async () => {
    const stream = await open();
    expect(await nextMessage(stream)).toEqual((await phone.messages())[0]);
    await phone.say('求助');
    const told = [await nextMessage(stream), await nextMessage(stream)];
    expect(told).toEqual((await phone.messages()).slice(-2));
  });

  it('begins after the cursor that the page has, and goes on after the last event', async () => {
    const { cursor } = await phone.list();
    await phone.say('求助');
    const [own, answer] = (await phone.list(cursor)).messages;
    expect(await nextMessage(await open(`?after=${cursor}`))).toEqual(own);
    const resumed = await open(`?after=${cursor}`, { 'last-event-id': String(own?.cursor) });
    expect(await nextMessage(resumed)).toEqual(answer);
    const empty = await open(`?after=${answer?.cursor}`);
    await phone.say('返回');
    expect(await nextMessage(empty)).toMatchObject({ from: 'me', text: '返回' });
  });

  it('shows a sign of life at once and now and then', async () => {
    const { cursor } = await phone.list();
    const stream = await open(`?after=${cursor}`);
    await stream.heartbeat();
    for (let count = 0; count < 7; count += 1) {
      await phone.say('菜单');
      await nextMessage(stream);
      await nextMessage(stream);
    }
    expect(stream.heartbeats).toBeLessThan(7);
    await stream.heartbeat();
  });

  it('sees what another process has sent', async () => {
    const { cursor } = await phone.list();
    const stream = await open(`?after=${cursor}`);
    await stream.heartbeat();
    const { deps } = town.program;
    const replica = createProgram({ ...deps, database: town.test.database, poll: false });
    await replica.receive({
      channel: 'web',
      externalId: await externalIdOf(town, 'person-1'),
      updateId: `another process ${crypto.randomUUID()}`,
      content: { type: 'text', text: '求助' },
    });
    await replica.dispatcher.idle();
    expect(await nextMessage(stream)).toMatchObject({ from: 'me', text: '求助' });
    expect(await nextMessage(stream)).toMatchObject({ from: 'guitu' });
  });

  it('outlives an outage of the database', async () => {
    const { cursor } = await phone.list();
    const query = town.database.query;
    town.database.query = () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }));
    const stream = await open(`?after=${cursor}`).finally(() => {
      town.database.query = query;
    });
    await phone.say('返回');
    expect(await nextMessage(stream)).toMatchObject({ text: '返回' });
  });

  it('ends, and says so, when the account joins on another phone', async () => {
    const stream = await open();
    await nextMessage(stream);
    await new WebPhone(town.program).join(await reissue(town, 'person-1'));
    expect(await stream.next()).toMatchObject({ event: 'ended' });
    expect(await stream.next()).toBeUndefined();
  });

  it('is for a session only', async () => {
    const response = await new WebPhone(town.program).request('/chat/events');
    expect(response.status).toBe(401);
  });

  it('ends by itself when the server stops', async () => {
    const stream = await open();
    await stream.heartbeat();
    town.program.endStreams();
    expect(await stream.next()).toBeUndefined();
  });
});

async function externalIdOf(town: Town, reference: string): Promise<string> {
  const [row] = await town.rows<{ external_id: string }>(
    'select external_id from identity where account_id = $1 and ended_at is null',
    [town.account(reference).id],
  );
  return row?.external_id ?? '';
}
