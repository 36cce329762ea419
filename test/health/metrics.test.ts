/** What can be seen from outside: `GET /metrics`, and log lines that lead from an update to every message it caused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metricsToken, type Phone, Town } from '../support/town.ts';

describe('a town that is watched', () => {
  let town: Town;
  let station: Phone;
  let person: Phone;

  beforeAll(async () => {
    town = await Town.open({ timeoutSeconds: 0.3 });
    station = await town.joined('staff-jianshe-station');
    person = await town.joined('person-1');
    await person.choose('human');
  });
  afterAll(() => town.close());

  const scrape = (authorization?: string) =>
    town.program.app.request('/metrics', authorization === undefined ? {} : { headers: { authorization } });

  async function metrics(): Promise<Record<string, number>> {
    const response = await scrape(`Bearer ${metricsToken}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
    );
  }

  const done = 'guitu_turns_total{channel="telegram",outcome="done"}';
  const sent = 'guitu_sends_total{channel="telegram",result="sent"}';

  it('shows nothing without the right token', async () => {
    for (const given of [undefined, '', 'Bearer ', `Bearer ${metricsToken}x`, metricsToken]) {
      const response = await scrape(given);
      expect(response.status).toBe(401);
      expect(await response.text()).not.toContain('guitu_');
    }
  });

  it('counts turns by outcome, and what is sent', async () => {
    const before = await metrics();
    const update = town.telegram.textUpdate(person.id, '我想问一件事', { languageCode: 'zh-hans' });
    await town.post(update);
    await town.post(update);
    const after = await metrics();
    const grown = (name: string) => (after[name] ?? 0) - (before[name] ?? 0);
    expect(grown(done)).toBe(1);
    expect(grown('guitu_turns_total{channel="telegram",outcome="seen"}')).toBe(1);
    // One answer to the person, one word to the station.
    expect(grown(sent)).toBe(2);
    expect(grown('guitu_turn_seconds_count{channel="telegram"}')).toBe(2);
    expect(after.guitu_outbox_waiting).toBe(0);
    expect(after.guitu_outbox_oldest_seconds).toBe(0);
  });

  it('shows what waits, for how long, and what is tried again', async () => {
    town.telegram.failNext({ fault: 429, method: 'sendMessage', chat: station.id, retryAfter: 30 });
    await person.say('再问一句');
    expect(await metrics()).toMatchObject({ guitu_outbox_waiting: 0, guitu_outbox_retrying: 1 });
    town.setClock(new Date(town.now.getTime() + 50_000));
    const late = await metrics();
    expect(late).toMatchObject({ guitu_outbox_waiting: 1, guitu_outbox_oldest_seconds: 20 });
    expect(late['guitu_sends_total{channel="telegram",result="retry"}']).toBe(1);
    await town.settle();
    expect(await metrics()).toMatchObject({ guitu_outbox_waiting: 0, guitu_outbox_retrying: 0 });
  });

  it('shows how late the clock’s work is', async () => {
    expect(await metrics()).toMatchObject({ guitu_tick_lag_seconds: 0 });
    await town.rows(`insert into timer (id, rule, subject_id, slot, due_at, state)
      select gen_random_uuid(), 'departmentReminder', gen_random_uuid(), 'here', '${new Date(town.now.getTime() - 90_000).toISOString()}', 'waiting'`);
    expect(await metrics()).toMatchObject({ guitu_tick_lag_seconds: 90 });
    await town.tickAt(town.now);
    expect(await metrics()).toMatchObject({ guitu_tick_lag_seconds: 0 });
  });

  it('leads from an update to its turn and to every message of it, the other chat’s too', async () => {
    const from = town.logged.length;
    await person.say('第三句话');
    const lines = town.logged.slice(from);
    const [turn] = lines.filter(({ event }) => event === 'turn');
    expect(turn?.properties).toMatchObject({ channel: 'telegram', content: 'text', outcome: 'done', retries: 0 });
    const messages = lines.filter(({ event }) => event === 'message');
    expect(messages.map(({ properties }) => properties.request)).toEqual(Array(2).fill(turn?.properties.request));
    expect(new Set(messages.map(({ properties }) => properties.chat)).size).toBe(2);
    const rows = await town.rows<{ id: string }>('select id from outbox where id::text like $1', [
      `${turn?.properties.request}%`,
    ]);
    expect(rows.map(({ id }) => id).sort()).toEqual(messages.map(({ properties }) => properties.message).sort());
  });

  it('names nobody, quotes nothing', () => {
    const written = JSON.stringify(town.logged);
    const { name } = town.account('person-1');
    for (const secret of [name, '第三句话', '再问一句', metricsToken, '4217:test'])
      expect(written).not.toContain(secret);
  });
});

it('is not there where no token is set', async () => {
  const town = await Town.open({ watched: false });
  expect((await town.program.app.request('/metrics')).status).toBe(404);
  await town.close();
});
