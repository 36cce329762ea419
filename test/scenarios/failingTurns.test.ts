import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { locales } from '../../src/i18n/locale.ts';
import { said, tapLabel } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';
import { isOnWorker } from '../support/worker/workerProgram.ts';

/** What goes wrong inside a turn stays inside it. */
// Its faults are in the database object of the process that takes the turn.
describe.skipIf(isOnWorker()).for(locales)('a turn that fails, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let neighbour: Phone;
  let query: Database['query'];
  const text = (key: Parameters<typeof said>[1], values = {}) => said(locale, key, values);

  beforeAll(async () => {
    town = await Town.open();
    query = town.database.query;
    person = await town.joined('person-1', locale);
    neighbour = await town.joined('person-2', locale);
  });
  afterAll(() => town.close());
  afterEach(() => {
    town.database.query = query;
    town.logged.length = 0;
  });

  /** Lets statements with this word fail, so many times. */
  function failing(word: string, error: unknown, times = 1): () => number {
    let left = times;
    town.database.query = (statement, parameters) => {
      if (!statement.includes(word) || left === 0) return query(statement, parameters);
      left -= 1;
      return Promise.reject(error);
    };
    return () => times - left;
  }

  const sqlError = (code: string) => Object.assign(new Error('secret words of the statement'), { code });
  const lastReceived = async () =>
    (
      await town.rows<{ state: string; error: string | null }>(
        'select state, error from inbox order by seq desc limit 1',
      )
    )[0];

  it.each([
    ['a refused statement', 'write_turn', sqlError('22P02')],
    ['a refused read', 'read_turn', sqlError('42501')],
    ['a mistake of ours', 'write_turn', new TypeError('x is not a function')],
    ['a search that fails', 'find_rows', sqlError('42883')],
  ])('%s: an apology, the update kept as failed, and the next one works', async (_, word, error) => {
    await person.say('/menu');
    if (word === 'read_turn') person.becomeUnknown();
    const failures = failing(word, error);
    const response = await person.say('3');
    expect(failures()).toBe(1);
    expect(response.status).toBe(200);
    expect(person.last.text).toBe(text('common:failed'));
    expect(await lastReceived()).toEqual({
      state: 'failed',
      error: error instanceof TypeError ? 'TypeError' : 'Error',
    });
    expect(town.complaints.map(({ event }) => event)).toEqual(['turn.failed']);
    expect(JSON.stringify(town.logged)).not.toContain('secret words');
    await person.say('3');
    expect(person.text).toContain(text('matters:none'));
  });

  it('leaves the question where it was: the same button works when it is tapped again', async () => {
    await person.say('/menu');
    await tapLabel(person, text('menu:help'));
    const groups = person.last;
    failing('write_turn', sqlError('22P02'));
    await person.tap(groups, 1);
    expect(person.last.text).toBe(text('common:failed'));
    await person.tap(groups, 1);
    expect(person.text).toContain(text('kinds:training.asSaid'));
  });

  it('keeps nothing of what it wanted, and disturbs nobody else', async () => {
    await person.say('0');
    failing('write_turn', sqlError('23514'));
    const [response] = await Promise.all([person.say('一句话'), neighbour.say('/menu')]);
    expect(response?.status).toBe(200);
    const texts = [person.last.text, neighbour.last.text];
    expect(texts.filter((words) => words === text('common:failed'))).toHaveLength(1);
    expect(await town.rows("select 1 from audit where action = 'referralRequested'")).toHaveLength(
      texts[0] === text('common:failed') ? 0 : 1,
    );
  });

  it('that cannot even be kept as failed is given up, so that it does not hold up what comes after it', async () => {
    await person.say('/menu');
    failing('write_turn', sqlError('22P02'), 2);
    const update = town.telegram.textUpdate(person.id, '3');
    expect((await town.post(update)).status).toBe(200);
    expect(town.complaints.map(({ event }) => event)).toEqual(['turn.failed', 'turn.lost']);
    await person.say('2');
    expect(person.text).toContain(text('help:group'));
  });

  it('is taken again when a row changed meanwhile, and fails when that never ends', async () => {
    await person.say('/menu');
    const failures = failing('write_turn', sqlError('GT001'), 4);
    await person.say('2');
    expect(failures()).toBe(4);
    expect(person.text).toContain(text('help:group'));
    expect(town.complaints).toEqual([]);
    person.becomeUnknown();
    failing('write_turn', sqlError('GT001'), 5);
    await person.say('/menu');
    expect(person.last.text).toBe(text('common:failed'));
  });

  it.each(['CONNECTION_CLOSED', 'ECONNREFUSED', '57P01', '53300', '08006'])(
    'while the database is away (%s) is answered with 503, and works when it is sent again',
    async (code) => {
      for (const word of ['read_turn', 'write_turn']) {
        await person.say('/menu');
        if (word === 'read_turn') person.becomeUnknown();
        const messages = person.messages.length;
        const update = town.telegram.textUpdate(person.id, '2');
        failing(word, sqlError(code), 2);
        expect((await town.post(update)).status).toBe(503);
        expect((await town.post(update)).status).toBe(503);
        expect(person.messages.length).toBe(messages);
        expect((await town.post(update)).status).toBe(200);
        expect((await town.post(update)).status).toBe(200);
        expect(person.messages.length).toBe(messages + 1);
        expect(person.text).toContain(text('help:group'));
        expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
      }
    },
  );

  it('over a place in the dialogue that cannot be read starts afresh', async () => {
    await person.say('/menu');
    const { id } = town.account('person-1');
    const [row] = await town.rows<{ identity: string; key: string }>(
      'select i.id as identity, a.key from identity i join account a on a.id = i.account_id where a.id = $1',
      [id],
    );
    const state = JSON.stringify({ version: 1, topic: { name: 'aTopicOfTheFuture' } });
    const sealed = await town.vault.seal({ id, key: row?.key ?? '' }, `dialogue.state:${row?.identity}`, state);
    person.becomeUnknown();
    await town.rows('update dialogue set state = $2 where identity_id = $1', [row?.identity ?? '', sealed]);
    await person.say('2');
    expect(person.text).toContain(text('help:group'));
    expect(town.complaints.map(({ event }) => event)).toEqual(['dialogue.unreadable']);
  });
});
