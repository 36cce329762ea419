import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { ask, said, tapLabel, typeNumberOf } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** 我的事项 when there are more than fit under one message. */
describe.each(locales)('more than seven requests, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  const text = (key: Parameters<typeof said>[1], values = {}) => said(locale, key, values);

  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1', locale);
  });
  afterAll(() => town.close());

  async function withdrawNewest(): Promise<void> {
    await person.say('1');
    await tapLabel(person, text('matters:withdraw'));
    await person.say('1');
  }

  it('come page by page, each once, the open ones first', async () => {
    for (let count = 0; count < 16; count += 1) {
      town.setClock(new Date(town.now.getTime() + 60_000));
      await ask(town, person, count % 2 === 0 ? 'women' : 'workers');
      if (count % 5 === 0) await withdrawNewest();
    }
    await person.say('/menu');
    await tapLabel(person, text('menu:matters'));
    const seen: string[] = [];
    for (const size of [7, 7, 2]) {
      const { choices } = person.last;
      expect(choices.length).toBe(size + (size === 7 ? 3 : 2));
      for (const choice of choices.slice(0, size)) seen.push(choice.data);
      if (size === 7) await typeNumberOf(person, text('common:more'));
    }
    const ids = await Promise.all(seen.map((data) => referralBehind(data)));
    expect(new Set(ids).size).toBe(16);
    const states = await Promise.all(
      ids.map((id) => town.rows<{ state: string }>('select state from referral where id = $1', [id])),
    );
    const isOpen = states.map(([row]) => row?.state !== 'withdrawn');
    expect(isOpen).toEqual(isOpen.toSorted((left, right) => Number(right) - Number(left)));
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  async function referralBehind(data: string): Promise<string> {
    const [id = '', place = ''] = data.split('.');
    const [row] = await town.rows<{ referral: string }>(
      "select choices->$2::integer->'action'->>'referral' as referral from outbox where replace(id::text, '-', '') = $1",
      [id, place],
    );
    return row?.referral ?? '';
  }
});
